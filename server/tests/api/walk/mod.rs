//! The table of rights, cell by cell: every action by every role, owner or not, granted or not, published or not, through REST
//! and through the server functions alike. What is expected is computed from the table itself.

mod fixture;
mod functions;
mod requests;

use reqwest::{Method, StatusCode};
use serde_json::Value;
use sx_service::{
    AssetKind,
    rights::{self, Action, Allow, Ties},
};

use crate::harness::{Start, TestApp, answer};
use fixture::{Fixture, Persona};

/// Who may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// As the table says.
    Table(Action),
    /// As the table says, for those who are signed in: visitors look at what is shown, not behind it.
    Member(Action),
    /// Whoever is there: the answer is made of what they may see.
    Anybody,
    /// Whoever is signed in: the same.
    SignedIn,
}

/// A request of one use case, and what it answers to those who may.
pub struct Ask {
    pub rule: Rule,
    /// The kind of the asset that stands for `{id}`; `None` where the request is about none, or about one that all may read.
    pub on: Option<AssetKind>,
    pub method: Method,
    pub path: String,
    pub body: Value,
    pub ok: u16,
    /// The asset lies in the trash: to those who may not restore it, it is not there.
    pub is_trashed: bool,
    pub encoding: Encoding,
}

/// How the body travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Json,
    /// A file that is nothing.
    Multipart,
}

/// A cell: who asks, and what ties them to the asset.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    pub persona: Persona,
    pub ties: Ties,
}

const SEEN_BY_NOBODY: i64 = 987_654_321;

#[tokio::test]
async fn every_cell_through_rest() {
    let asks: Vec<_> = rights::RIGHTS.iter().flat_map(|right| requests::requests(right.action)).collect();
    walk(asks).await;
}

#[tokio::test]
async fn every_cell_through_the_server_functions() {
    walk(functions::asks()).await;
}

async fn walk(asks: Vec<Ask>) {
    let app = TestApp::start_with(Start { examples: true, ..Start::default() }).await;
    let fixture = Fixture::new(&app, &asks).await;
    let mut wrong = Vec::new();
    for (ask, cell, id) in fixture.cells() {
        let (status, body) = send(&fixture, ask, cell.persona, *id).await;
        let expected = expected(ask, *cell);
        if status.as_u16() != expected {
            wrong
                .push(format!("{:?} {} {} {cell:?}: {status}, not {expected}: {body}", ask.rule, ask.method, ask.path));
        }
        // What one may not know of reads exactly like what does not exist.
        if ask.on.is_some() && [401, 404].contains(&expected) {
            let nothing = send(&fixture, ask, cell.persona, Some(SEEN_BY_NOBODY)).await;
            if nothing != (status, body.clone()) {
                wrong.push(format!("{:?} {} {cell:?}: {body} is not {}", ask.rule, ask.path, nothing.1));
            }
        }
    }
    assert!(wrong.is_empty(), "{} cells are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn expected(ask: &Ask, cell: Cell) -> u16 {
    let allow = |action| allowed(cell.persona, action);
    let reads = |kind| allow(read_action(kind)).reaches(cell.ties);
    let may = match (ask.rule, ask.on) {
        (Rule::Anybody, _) => true,
        (Rule::SignedIn | Rule::Member(_), _) if cell.persona == Persona::Anonymous => false,
        (Rule::SignedIn, _) => true,
        (Rule::Table(action) | Rule::Member(action), Some(_)) => allow(action).reaches(cell.ties),
        // Without an asset nothing can be tied to anybody: all or nothing.
        (Rule::Table(action) | Rule::Member(action), None) => allow(action) == Allow::Always,
    };
    match (may, ask.on) {
        (true, _) => ask.ok,
        (false, _) if cell.persona == Persona::Anonymous => 401,
        (false, Some(kind)) if ask.is_trashed || !reads(kind) => 404,
        (false, _) => 403,
    }
}

pub fn allowed(persona: Persona, action: Action) -> Allow {
    match persona.role() {
        Some(name) => rights::allowed(action, &[sx_model::Role { id: sx_model::RoleId(0), name: name.to_owned() }]),
        None => rights::allowed_anonymous(action),
    }
}

fn read_action(kind: AssetKind) -> Action {
    match kind {
        AssetKind::Database => Action::ReadDatabase,
        AssetKind::Dataset => Action::ReadDataset,
        AssetKind::Chart => Action::ReadChart,
        AssetKind::Dashboard => Action::ReadDashboard,
    }
}

async fn send(fixture: &Fixture<'_>, ask: &Ask, persona: Persona, id: Option<i64>) -> (StatusCode, Value) {
    let unique = uuid::Uuid::new_v4().simple().to_string();
    let fill = |text: &str| {
        let id = id.map(|id| id.to_string()).unwrap_or_default();
        // Numbers stand in quotes in the table, which is JSON; on the wire they are numbers.
        let places = [
            ("{id}", id),
            ("{open}", fixture.open_dataset.to_string()),
            ("{open_column}", fixture.open_column.clone()),
            ("{open_chart}", fixture.open_chart.to_string()),
            ("{open_dashboard}", fixture.open_dashboard.to_string()),
            ("{unique}", unique.clone()),
        ];
        places.iter().fold(text.to_owned(), |text, (place, value)| match value.parse::<i64>() {
            Ok(_) => text.replace(&format!("\"{place}\""), value).replace(place, value),
            Err(_) => text.replace(place, value),
        })
    };
    let url = fixture.app.path(&fill(&ask.path));
    let request = fixture.app.client.request(ask.method.clone(), url);
    let request = match fixture.token(persona) {
        Some(token) => request.bearer_auth(token),
        None => request,
    };
    let request = match ask.encoding {
        Encoding::Json => request.header("content-type", "application/json").body(fill(&ask.body.to_string())),
        Encoding::Multipart => {
            let part = reqwest::multipart::Part::bytes(b"nothing".to_vec()).file_name("nothing.zip");
            request.multipart(reqwest::multipart::Form::new().part("formData", part))
        }
    };
    answer(request).await
}
