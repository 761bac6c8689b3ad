//! The three example dashboards, imported and pointed at one database.

use std::collections::BTreeMap;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{captures::Capture, place::Place, tables::TABLES};
use crate::{
    harness::TestApp,
    import::{BUNDLES, PASSWORDS, bundle},
};

pub struct Dashboards {
    app: TestApp,
    /// By the name of the table.
    datasets: BTreeMap<String, i64>,
}

impl Dashboards {
    pub async fn over(place: &Place) -> Self {
        let app = TestApp::start().await;
        for name in BUNDLES {
            let (status, said) = app.import(&bundle(name), &[PASSWORDS, ("overwrite", "true")]).await;
            assert_eq!(status, StatusCode::OK, "{name}: {said}");
        }
        let (ok, said) = app.run(&["set-database-uri", "examples", &place.uri()]);
        assert!(ok, "{said}");
        let mut datasets = BTreeMap::new();
        let (_, list) = app.get("/api/v1/dataset/?q=(page_size:100)").await;
        for dataset in list["result"].as_array().unwrap() {
            let id = dataset["id"].as_i64().unwrap();
            // In the bundles it is `public`.
            let moved = json!({ "schema": place.schema() });
            let (status, said) = app.send(Method::PUT, &format!("/api/v1/dataset/{id}"), &moved).await;
            assert_eq!(status, StatusCode::OK, "{said}");
            datasets.insert(dataset["table_name"].as_str().unwrap().to_owned(), id);
        }
        assert!(TABLES.iter().all(|table| datasets.contains_key(*table)), "{datasets:?}");
        Self { app, datasets }
    }

    /// `result` of the answer, or whatever came instead.
    pub async fn ask(&self, capture: &Capture, queries: &Value) -> Value {
        let datasource = json!({ "id": self.datasets[&capture.table], "type": "table" });
        let question = json!({ "datasource": datasource, "queries": queries, "force": true });
        let (status, mut body) = self.app.post("/api/v1/chart/data", &question).await;
        assert_eq!(status, StatusCode::OK, "{}: {body}", capture.name);
        body["result"].take()
    }
}
