//! The requests of each action. The match is exhaustive: a new action does not compile without its requests.

use reqwest::Method;
use serde_json::{Value, json};
use sx_service::{
    AssetKind::{self, Chart, Dashboard, Database, Dataset},
    rights::Action,
};

use super::{Ask, Encoding, Rule};

const GET: Method = Method::GET;
const POST: Method = Method::POST;
const PUT: Method = Method::PUT;
const DELETE: Method = Method::DELETE;

/// Empty only for what has no door but the command line.
#[expect(clippy::too_many_lines, reason = "one table: a row for each request")]
pub fn requests(action: Action) -> Vec<Ask> {
    let on = |kind, method, path, body, ok| ask(action, Some(kind), method, path, body, ok);
    let free = |method, path, body, ok| ask(action, None, method, path, body, ok);
    let none = || Value::Null;
    let empty = || json!({});
    let count = json!({ "expressionType": "SQL", "sqlExpression": "COUNT(*)", "label": "n" });
    let question = || json!({ "datasource": { "id": "{open}", "type": "table" }, "queries": [{ "metrics": [count] }] });
    match action {
        Action::ReadDatabase => vec![
            on(Database, GET, "/database/{id}", none(), 200),
            on(Database, GET, "/database/{id}/related_objects", none(), 200),
            behind(on(Database, GET, "/database/{id}/catalogs", none(), 200)),
            behind(on(Database, GET, "/database/{id}/function_names", none(), 200)),
            behind(on(Database, GET, "/database/export/?q=!({id})", none(), 200)),
        ],
        Action::TestDatabase => {
            let test = json!({ "sqlalchemy_uri": "duckdb:////tmp" });
            let form = json!({ "engine": "duckdb", "parameters": { "database": "/tmp" } });
            vec![
                free(GET, "/database/available", none(), 200),
                free(POST, "/database/validate_parameters", form, 200),
                free(POST, "/database/test_connection", test, 200),
            ]
        }
        Action::CreateDatabase => {
            let new = json!({ "database_name": "{unique}", "sqlalchemy_uri": "duckdb:////tmp" });
            vec![free(POST, "/database/", new, 201)]
        }
        Action::UpdateDatabase => vec![
            on(Database, GET, "/database/{id}/connection", none(), 200),
            on(Database, PUT, "/database/{id}", json!({ "cache_timeout": 7 }), 200),
        ],
        Action::DeleteDatabase => vec![
            on(Database, DELETE, "/database/{id}", none(), 200),
            on(Database, DELETE, "/database/?q=!({id})", none(), 200),
        ],
        Action::RestoreDatabase => vec![restore(action, Database)],

        // Who may is told that this is no form; who may not learns nothing of it.
        Action::UploadFile => vec![
            free(POST, "/database/upload_metadata", empty(), 400),
            free(POST, "/database/upload", empty(), 400),
            free(POST, "/database/1/upload", empty(), 400),
        ],

        Action::ReadDataset => vec![
            on(Dataset, GET, "/dataset/{id}", none(), 200),
            on(Dataset, GET, "/dataset/{id}/related_objects", none(), 200),
        ],
        Action::CreateDataset => {
            let new = json!({ "database": 1, "table_name": "{unique}", "sql": "SELECT 1 AS x" });
            vec![free(POST, "/dataset/", new, 201)]
        }
        Action::UpdateDataset => vec![
            on(Dataset, PUT, "/dataset/{id}", json!({ "description": "x" }), 200),
            on(Dataset, PUT, "/dataset/{id}/refresh", none(), 200),
        ],
        Action::DeleteDataset => vec![
            on(Dataset, DELETE, "/dataset/{id}", none(), 200),
            on(Dataset, DELETE, "/dataset/?q=!({id})", none(), 200),
        ],
        Action::RestoreDataset => vec![restore(action, Dataset)],

        Action::ReadChart => {
            vec![
                on(Chart, GET, "/chart/{id}", none(), 200),
                on(Chart, GET, "/chart/{id}/data/?type=timegrains", none(), 200),
                on(Chart, GET, "/chart/{id}/related_objects", none(), 200),
            ]
        }
        Action::CreateChart => {
            let new = json!({ "slice_name": "x", "datasource_id": "{open}", "datasource_type": "table" });
            vec![free(POST, "/chart/", new, 201)]
        }
        Action::UpdateChart => vec![on(Chart, PUT, "/chart/{id}", json!({ "slice_name": "x" }), 200)],
        Action::DeleteChart => {
            vec![on(Chart, DELETE, "/chart/{id}", none(), 200), on(Chart, DELETE, "/chart/?q=!({id})", none(), 200)]
        }
        Action::RestoreChart => vec![restore(action, Chart)],

        Action::ReadDashboard => vec![
            on(Dashboard, GET, "/dashboard/{id}", none(), 200),
            on(Dashboard, GET, "/dashboard/{id}/charts", none(), 200),
            on(Dashboard, POST, "/dashboard/{id}/tiles", empty(), 200),
            on(Dashboard, POST, "/dashboard/{id}/data", empty(), 200),
            behind(on(Dashboard, GET, "/dashboard/export/?q=!({id})", none(), 200)),
        ],
        Action::CreateDashboard => vec![free(POST, "/dashboard/", json!({ "dashboard_title": "x" }), 201)],
        Action::UpdateDashboard => {
            vec![on(Dashboard, PUT, "/dashboard/{id}", json!({ "dashboard_title": "x" }), 200)]
        }
        Action::DeleteDashboard => vec![
            on(Dashboard, DELETE, "/dashboard/{id}", none(), 200),
            on(Dashboard, DELETE, "/dashboard/?q=!({id})", none(), 200),
        ],
        Action::RestoreDashboard => vec![restore(action, Dashboard)],

        Action::AskData => vec![
            free(POST, "/chart/data", question(), 200),
            free(POST, "/chart/data/batch", json!({ "queries": [{ "id": 1, "query_context": question() }] }), 200),
        ],
        Action::InvalidateCache => vec![free(POST, "/cachekey/invalidate", json!({ "datasource_uids": [] }), 201)],
        Action::WarmUpCache => vec![
            free(PUT, "/chart/warm_up_cache", json!({ "chart_id": 999_999 }), 404),
            free(PUT, "/dataset/warm_up_cache", json!({ "db_name": "x", "table_name": "{unique}" }), 404),
        ],
        Action::MarkFavorites => vec![free(POST, "/chart/{open_chart}/favorites", none(), 200)],
        Action::KeepDrafts => vec![free(PUT, "/draft/chart/{unique}", json!({ "body": {} }), 200)],
        Action::MakePermalinks => {
            let state = json!({ "formData": { "datasource": "{open}__table", "viz_type": "table" } });
            vec![free(POST, "/explore/permalink", state, 201)]
        }
        Action::ListPeople => vec![
            free(GET, "/dashboard/related/owners", none(), 200),
            free(GET, "/dashboard/related/roles", none(), 200),
        ],
        Action::UpdateOwnAccount => vec![
            free(GET, "/me/", none(), 200),
            free(PUT, "/me/", json!({ "last_name": "Walker" }), 200),
            free(GET, "/me/roles/", none(), 200),
        ],

        // A file that is no archive is the first thing that is wrong for those who may.
        Action::ImportBundles => {
            vec![Ask { encoding: Encoding::Multipart, ..free(POST, "/dashboard/import/", none(), 422) }]
        }
        Action::LoadExamples => Vec::new(),
        Action::ReadLog => {
            vec![free(GET, "/log/", none(), 200), free(GET, "/log/recent_activity/?user_id=1", none(), 200)]
        }
        Action::ManageUsers => {
            let new = json!({ "username": "{unique}", "password": "a long password", "first_name": "", "last_name": "",
                              "email": "" });
            vec![
                free(GET, "/security/users/", none(), 200),
                free(GET, "/security/users/1", none(), 200),
                free(POST, "/security/users/", new, 201),
                free(PUT, "/security/users/1", json!({ "last_name": "x" }), 200),
                free(DELETE, "/security/users/999999", none(), 404),
            ]
        }
        Action::ManageRowRules => {
            let new = json!({ "name": "{unique}", "filter_type": "Regular", "tables": ["{open}"], "roles": [],
                              "clause": "1 = 1" });
            vec![
                free(GET, "/rowlevelsecurity/", none(), 200),
                free(GET, "/rowlevelsecurity/_info", none(), 200),
                free(POST, "/rowlevelsecurity/", new, 201),
                free(GET, "/rowlevelsecurity/999999", none(), 404),
                free(PUT, "/rowlevelsecurity/999999", json!({ "name": "{unique}" }), 404),
                free(DELETE, "/rowlevelsecurity/999999", none(), 404),
                free(DELETE, "/rowlevelsecurity/?q=!(999999)", none(), 404),
            ]
        }
        Action::ManageRoles => vec![
            free(GET, "/security/roles/", none(), 200),
            free(GET, "/security/roles/search/", none(), 200),
            free(GET, "/security/roles/1", none(), 200),
            free(GET, "/security/roles/1/grants", none(), 200),
            free(GET, "/security/roles/1/permissions/", none(), 200),
            free(POST, "/security/roles/", json!({ "name": "{unique}" }), 201),
            free(PUT, "/security/roles/999999", json!({ "name": "{unique}" }), 404),
            free(PUT, "/security/roles/999999/grants", json!({ "grants": [] }), 404),
            free(PUT, "/security/roles/999999/users", json!({ "user_ids": [] }), 404),
            free(DELETE, "/security/roles/999999", none(), 404),
        ],
    }
}

fn ask(action: Action, on: Option<AssetKind>, method: Method, path: &str, body: Value, ok: u16) -> Ask {
    let path = format!("/api/v1{path}");
    Ask { rule: Rule::Table(action), on, method, path, body, ok, encoding: Encoding::Json, is_trashed: false }
}

fn restore(action: Action, kind: AssetKind) -> Ask {
    let body = json!([{ "kind": kind.as_str(), "id": "{id}" }]);
    Ask { is_trashed: true, ..ask(action, Some(kind), POST, "/trash/restore", body, 200) }
}

/// Not for visitors, whatever was granted to Public.
fn behind(ask: Ask) -> Ask {
    match ask.rule {
        Rule::Table(action) => Ask { rule: Rule::Member(action), ..ask },
        Rule::Member(_) | Rule::Anybody | Rule::SignedIn => ask,
    }
}
