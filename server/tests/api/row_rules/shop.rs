//! Two databases of each kind: `Shop` with everything in it, and `Seen` with what Alpha may see of it, and nothing else.

use std::path::PathBuf;

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::{
    harness::{TestApp, postgres_batch, postgres_url, postgres_with},
    mariadb::{mariadb, mariadb_schema, mariadb_uri},
};

/// The rows and columns of `staff`. Those of the north have numbers in their notes, no score of 7, and Alpha sees them; the
/// others raise errors where a question divides by the score or casts the note, and only there.
fn staff(is_seen_only: bool) -> Vec<[String; 6]> {
    let all = (1..=40).map(|n| {
        let is_north = n % 3 == 0;
        let (region, note, score) = match is_north {
            true => ("north", format!("n{n}"), n + 100),
            false => ("south", format!("nsecret{n}"), 7),
        };
        (
            is_north,
            [
                n.to_string(),
                format!("p{n}"),
                region.to_owned(),
                note,
                score.to_string(),
                format!("{}", 887_766_000 + n),
            ],
        )
    });
    all.filter(|(is_north, _)| *is_north || !is_seen_only).map(|(_, row)| row).collect()
}

const COLUMNS: [&str; 6] = ["id", "name", "region", "note", "score", "salary"];

/// Statements that make the tables, in words that all databases know.
fn script(is_seen_only: bool) -> String {
    let width = if is_seen_only { 5 } else { 6 };
    let columns = ["id int", "name text", "region text", "note text", "score int", "salary int"];
    let rows = staff(is_seen_only).into_iter().map(|row| format!("('{}')", row[..width].join("', '")));
    let shifts = (1..=40).map(|n| format!("({n}, 'p{n}', {})", n % 8));
    format!(
        "CREATE TABLE staff ({}); INSERT INTO staff VALUES {};
         CREATE TABLE shift (id int, name text, hours int); INSERT INTO shift VALUES {};",
        columns[..width].join(", "),
        rows.collect::<Vec<_>>().join(", "),
        shifts.collect::<Vec<_>>().join(", ")
    )
}

pub struct Shop {
    pub app: TestApp,
    databases: Vec<String>,
    schemas: Vec<String>,
    folders: Vec<PathBuf>,
    pub alpha_role: i64,
}

/// A database, and the dataset over its table `staff`.
#[derive(Clone, Copy)]
pub struct Place {
    pub database: i64,
    pub staff: i64,
}

impl Shop {
    pub async fn open() -> Self {
        let app = TestApp::start().await;
        let (_, roles) = app.get("/api/v1/security/roles/").await;
        let role = roles["result"].as_array().unwrap().iter().find(|role| role["name"] == "Alpha").unwrap();
        let alpha_role = role["id"].as_i64().unwrap();
        Self { app, databases: Vec::new(), schemas: Vec::new(), folders: Vec::new(), alpha_role }
    }

    pub async fn postgres(&mut self, is_seen_only: bool) -> Place {
        let (name, uri) = postgres_with(&format!("{} ANALYZE staff", script(is_seen_only))).await;
        self.databases.push(name);
        self.dataset(&uri, Some("public")).await
    }

    pub async fn mariadb(&mut self, is_seen_only: bool) -> Place {
        let schema = mariadb_schema("utf8mb4_general_ci");
        mariadb(&schema, &script(is_seen_only));
        let place = self.dataset(&mariadb_uri(&schema), Some(&schema)).await;
        self.schemas.push(schema);
        place
    }

    pub async fn sqlite(&mut self, is_seen_only: bool) -> Place {
        let folder = self.folder();
        let file = folder.join("shop.db");
        rusqlite::Connection::open(&file).unwrap().execute_batch(&script(is_seen_only)).unwrap();
        self.dataset(&format!("sqlite:///{}", file.display()), Some("main")).await
    }

    pub async fn duckdb(&mut self, is_seen_only: bool) -> Place {
        let width = if is_seen_only { 5 } else { 6 };
        let folder = self.folder();
        let rows = staff(is_seen_only).into_iter().map(|row| row[..width].join(","));
        let lines: Vec<_> = [COLUMNS[..width].join(",")].into_iter().chain(rows).collect();
        std::fs::write(folder.join("staff.csv"), lines.join("\n")).unwrap();
        let shifts: Vec<_> = (1..=40).map(|n| format!("{n},p{n},{}", n % 8)).collect();
        std::fs::write(folder.join("shift.csv"), format!("id,name,hours\n{}", shifts.join("\n"))).unwrap();
        self.dataset(&format!("duckdb:///{}", folder.display()), Some("main")).await
    }

    fn folder(&mut self) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("sextant-rules-{}", uuid::Uuid::new_v4().simple()));
        std::fs::create_dir_all(&folder).unwrap();
        self.folders.push(folder.clone());
        folder
    }

    async fn dataset(&self, uri: &str, schema: Option<&str>) -> Place {
        let database = json!({ "database_name": uuid::Uuid::new_v4(), "sqlalchemy_uri": uri });
        let (status, made) = self.app.post("/api/v1/database/", &database).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        let database = made["id"].as_i64().unwrap();
        let staff =
            self.app.add_dataset(json!({ "database": database, "table_name": "staff", "schema": schema })).await;
        Place { database, staff }
    }

    /// Alpha sees the north, and no salaries.
    pub async fn rule(&self, place: Place) -> i64 {
        self.add_rule(
            json!({ "name": format!("North {}", place.staff), "filter_type": "Regular", "tables": [place.staff],
                              "roles": [self.alpha_role], "clause": "region = 'north'", "hidden_columns": ["salary"] }),
        )
        .await
    }

    pub async fn add_rule(&self, rule: Value) -> i64 {
        let (status, made) = self.app.post("/api/v1/rowlevelsecurity/", &rule).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        made["id"].as_i64().unwrap()
    }

    pub async fn close(self) {
        let Self { app, databases, schemas, folders, .. } = self;
        drop(app);
        for database in databases {
            postgres_batch(&postgres_url(), &format!("DROP DATABASE {database} WITH (FORCE)")).await;
        }
        for schema in schemas {
            mariadb("", &format!("DROP DATABASE {schema}"));
        }
        for folder in folders {
            std::fs::remove_dir_all(folder).unwrap();
        }
    }
}

impl TestApp {
    /// Its id.
    pub async fn add_dataset(&self, dataset: Value) -> i64 {
        let (status, made) = self.post("/api/v1/dataset/", &dataset).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        made["id"].as_i64().unwrap()
    }
}

/// `POST /api/v1/chart/data` of one question.
pub fn asking(dataset: i64, query: &Value) -> Value {
    json!({ "datasource": { "id": dataset, "type": "table" }, "queries": [query] })
}
