//! People of each role, and for each cell an asset that is theirs, granted to them, published, or none of it.

use std::collections::HashMap;

use reqwest::Method;
use serde_json::{Value, json};
use sx_service::{AssetKind, rights::Ties};

use super::{Ask, Cell};
use crate::harness::TestApp;

const PASSWORD: &str = "a long password";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Persona {
    Admin,
    Alpha,
    Gamma,
    /// Someone with a role of one's own making.
    Sales,
    /// Nobody signed in, where Public opens something.
    Anonymous,
}

impl Persona {
    pub const ALL: [Self; 5] = [Self::Admin, Self::Alpha, Self::Gamma, Self::Sales, Self::Anonymous];

    pub fn role(self) -> Option<&'static str> {
        match self {
            Self::Admin => Some("Admin"),
            Self::Alpha => Some("Alpha"),
            Self::Gamma => Some("Gamma"),
            Self::Sales => Some("Sales"),
            Self::Anonymous => None,
        }
    }
}

pub struct Fixture<'a> {
    pub app: &'a TestApp,
    /// A dataset that everybody may read.
    pub open_dataset: i64,
    /// The first of its columns.
    pub open_column: String,
    /// And a chart over it.
    pub open_chart: i64,
    /// And a published dashboard that shows it.
    pub open_dashboard: i64,
    people: HashMap<Persona, (i64, String)>,
    cells: Vec<(&'a Ask, Cell, Option<i64>)>,
}

impl<'a> Fixture<'a> {
    pub async fn new(app: &'a TestApp, asks: &'a [Ask]) -> Self {
        app.post("/api/v1/security/roles/", &json!({ "name": "Sales" })).await;
        let people = people(app).await;
        let open_dataset = id_of(&app.get("/api/v1/dataset/?q=(page_size:1)").await.1);
        let (_, dataset) = app.get(&format!("/api/v1/dataset/{open_dataset}")).await;
        let open_column = dataset["result"]["columns"][0]["column_name"].as_str().unwrap().to_owned();
        let query = format!("/api/v1/chart/?q=(filters:!((col:datasource_id,opr:eq,value:{open_dataset})))");
        let open_chart = id_of(&app.get(&query).await.1);
        let position = json!({ "CHART-1": { "type": "CHART", "meta": { "chartId": open_chart } } }).to_string();
        let open = json!({ "dashboard_title": "Open", "published": true, "position_json": position });
        let open_dashboard = app.post("/api/v1/dashboard/", &open).await.1["id"].as_i64().unwrap();
        let mut fixture =
            Self { app, open_dataset, open_column, open_chart, open_dashboard, people, cells: Vec::new() };
        let mut grants: HashMap<&str, Vec<Value>> = HashMap::new();
        grants.insert("Public", vec![json!({ "kind": "dataset", "id": open_dataset })]);
        for ask in asks {
            for cell in cells_of(ask) {
                let id = match ask.on {
                    Some(kind) => Some(fixture.make(kind, cell, ask.is_trashed).await),
                    None => None,
                };
                // What lies in the trash can be granted to nobody anew.
                if let (Some(kind), true) = (ask.on, cell.ties.is_granted && !ask.is_trashed) {
                    let role = cell.persona.role().unwrap_or("Public");
                    grants.entry(role).or_default().push(json!({ "kind": kind.as_str(), "id": id }));
                }
                fixture.cells.push((ask, cell, id));
            }
        }
        let (_, roles) = app.get("/api/v1/security/roles/").await;
        for (name, grants) in grants {
            let role = roles["result"].as_array().unwrap().iter().find(|role| role["name"] == name).unwrap();
            let path = format!("/api/v1/security/roles/{}/grants", role["id"]);
            let (status, body) = app.send(Method::PUT, &path, &json!({ "grants": grants })).await;
            assert!(status.is_success(), "{body}");
        }
        fixture
    }

    pub fn cells(&self) -> impl Iterator<Item = &(&'a Ask, Cell, Option<i64>)> {
        self.cells.iter()
    }

    pub fn token(&self, persona: Persona) -> Option<&str> {
        self.people.get(&persona).map(|(_, token)| token.as_str())
    }

    /// Somebody else's, unless the cell says that it is the persona's.
    async fn make(&self, kind: AssetKind, cell: Cell, is_trashed: bool) -> i64 {
        let admin = self.people[&Persona::Admin].0;
        let owner = match (cell.ties.owns, self.people.get(&cell.persona)) {
            (true, Some((id, _))) => *id,
            // Admins own nothing of this by themselves: the first admin made it.
            _ if cell.persona == Persona::Admin => 1,
            _ => admin,
        };
        let name = uuid::Uuid::new_v4().simple().to_string();
        let new = match kind {
            AssetKind::Database => json!({ "database_name": name, "sqlalchemy_uri": "duckdb:////tmp" }),
            AssetKind::Dataset => {
                json!({ "table_name": name, "database": 1, "sql": "SELECT 1 AS x", "owners": [owner] })
            }
            AssetKind::Chart => {
                json!({ "slice_name": name, "viz_type": "table", "datasource_id": self.hidden_dataset(),
                "datasource_type": "table", "owners": [owner] })
            }
            AssetKind::Dashboard => {
                json!({ "dashboard_title": name, "published": cell.ties.is_published, "owners": [owner] })
            }
        };
        let (status, body) = self.app.post(&format!("/api/v1/{}/", kind.as_str()), &new).await;
        assert!(status.is_success(), "{kind:?}: {body}");
        let id = body["id"].as_i64().unwrap();
        if is_trashed {
            let path = format!("/api/v1/{}/{id}", kind.as_str());
            assert!(self.app.send(Method::DELETE, &path, &Value::Null).await.0.is_success());
        }
        id
    }

    /// Another one than that which everybody may read.
    fn hidden_dataset(&self) -> i64 {
        if self.open_dataset == 1 { 2 } else { 1 }
    }
}

async fn people(app: &TestApp) -> HashMap<Persona, (i64, String)> {
    let mut people = HashMap::new();
    for persona in Persona::ALL {
        let Some(role) = persona.role() else { continue };
        let username = format!("walker-{}", role.to_lowercase());
        let (ok, said) = app.run(&["create-user", &username, "--password", PASSWORD, "--role", role]);
        assert!(ok, "{said}");
        let query = format!("/api/v1/security/users/?q=(filters:!((col:username,opr:eq,value:{username})))");
        let id = id_of(&app.get(&query).await.1);
        people.insert(persona, (id, app.sign_in(&username, PASSWORD).await));
    }
    people
}

fn id_of(list: &Value) -> i64 {
    list["ids"][0].as_i64().unwrap()
}

/// All ties that there can be between this persona and an asset of this kind.
fn cells_of(ask: &Ask) -> Vec<Cell> {
    let mut cells = Vec::new();
    for persona in Persona::ALL {
        for bits in 0..8_u8 {
            let ties = Ties { owns: bits & 1 > 0, is_granted: bits & 2 > 0, is_published: bits & 4 > 0 };
            let has_owner = matches!(ask.on, Some(AssetKind::Dataset | AssetKind::Chart | AssetKind::Dashboard));
            let is_possible = (!ties.owns || (has_owner && persona != Persona::Anonymous))
                && (!ties.is_granted || ask.on.is_some())
                && (!ties.is_published || ask.on == Some(AssetKind::Dashboard));
            if is_possible {
                cells.push(Cell { persona, ties });
            }
        }
    }
    cells
}
