//! The server functions: one row for each, with a good question. A test reads the sources, so that none can be forgotten.

use std::{collections::BTreeSet, fs, path::Path};

use reqwest::Method;
use serde_json::{Value, json};
use sx_service::{
    AssetKind::{self, Chart, Dashboard, Database, Dataset},
    rights::Action,
};

use super::{Ask, Rule};
use crate::harness::workspace;

/// How the arguments travel.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    /// In the address.
    Get,
    Json,
    /// As a form's fields.
    Url,
}

use Action as A;
use Form::{Get, Json, Url};
use Rule::{Anybody, SignedIn, Table};

/// Name, who may, which kind of asset `{id}` is, how it is asked, with which arguments, and what it answers to those who may.
type Row = (&'static str, Rule, Option<AssetKind>, Form, Value, u16);

#[rustfmt::skip]
fn rows() -> Vec<Row> {
    let text = |value: Value| value.to_string();
    let get = |query: &str| Value::String(query.to_owned());
    let user = json!({ "username": "{unique}", "first_name": "", "last_name": "", "email": "", "is_active": true,
                       "role_ids": [], "password": "a long password" });
    let connection = json!({ "connection": { "id": null, "name": "{unique}", "is_uri": true, "allow_file_upload": false,
        "cache_timeout": null, "form": { "engine": "duckdb", "values": {}, "uri": "duckdb:////tmp" } } });
    let chart = json!({ "chart": { "id": null, "name": "x", "dataset_id": "{open}", "form": "{}", "based_on": null } });
    let source = json!({ "database_id": 1, "schema": null, "table_name": null, "sql": "SELECT 1 AS x" });
    let form = text(json!({ "formData": { "datasource": "{open}__table" } }));
    vec![
        // lists/, trash/
        ("list_assets", Anybody, None, Get, get("kind=dashboard&asked[search]="), 200),
        ("list_choices", SignedIn, None, Get, get("kind=dashboard"), 200),
        ("trash_assets", Table(A::DeleteDashboard), Some(Dashboard), Json, json!({ "kind": "dashboard", "ids": ["{id}"] }), 200),
        ("duplicate_asset", Table(A::CreateChart), None, Json, json!({ "kind": "chart", "id": "{open_chart}" }), 200),
        ("mark_asset", Table(A::MarkFavorites), None, Json, json!({ "kind": "chart", "id": "{open_chart}", "is_favorite": true }), 200),
        ("new_dashboard", Table(A::CreateDashboard), None, Json, json!({}), 200),
        ("list_trash", SignedIn, None, Get, get("kind=&search=&page=0"), 200),

        // dashboard/
        ("open_dashboard", Table(A::ReadDashboard), Some(Dashboard), Get, get("id_or_slug={id}"), 200),

        // security/
        ("list_users", Table(A::ManageUsers), None, Get, get("asked[search]=&asked[page]=0"), 200),
        ("create_user", Table(A::ManageUsers), None, Json, json!({ "draft": user }), 200),
        ("update_user", Table(A::ManageUsers), None, Json, json!({ "id": 999_999, "draft": user }), 404),
        ("delete_user", Table(A::ManageUsers), None, Json, json!({ "id": 999_999 }), 404),
        ("list_roles", Table(A::ManageRoles), None, Get, get(""), 200),
        ("open_role", Table(A::ManageRoles), None, Get, get("id=1"), 200),
        ("find_grantable", Table(A::ManageRoles), None, Get, get("search=x"), 200),
        ("find_role_people", Table(A::ManageUsers), None, Get, get("search=x"), 200),
        ("create_role", Table(A::ManageRoles), None, Json, json!({ "name": "{unique}" }), 200),
        ("rename_role", Table(A::ManageRoles), None, Json, json!({ "id": 999_999, "name": "x" }), 404),
        ("delete_role", Table(A::ManageRoles), None, Json, json!({ "id": 999_999 }), 404),
        ("set_role_grants", Table(A::ManageRoles), None, Json, json!({ "id": 999_999, "grants": [] }), 404),
        ("set_role_people", Table(A::ManageRoles), None, Json, json!({ "id": 999_999, "people": [] }), 404),
        ("list_log", Table(A::ReadLog), None, Get, get("asked[search]=&asked[action]=&asked[kind]=&asked[from]=&asked[until]=&asked[page]=0"), 200),
        ("open_profile", Table(A::UpdateOwnAccount), None, Get, get(""), 200),
        ("rename_me", Table(A::UpdateOwnAccount), None, Json, json!({ "first_name": "W", "last_name": "X" }), 200),
        ("change_my_password", Table(A::UpdateOwnAccount), None, Json, json!({ "current": "wrong", "new": "x" }), 200),
    ]
}

pub fn asks() -> Vec<Ask> {
    rows().into_iter().map(ask).collect()
}

fn ask((name, rule, on, form, arguments, ok): Row) -> Ask {
    let query = arguments.as_str().unwrap_or_default();
    let path = match form {
        Form::Get => format!("/fn/{name}?{query}"),
        Form::Json | Form::Url => format!("/fn/{name}"),
    };
    let method = if form == Form::Get { Method::GET } else { Method::POST };
    let body = if form == Form::Get { Value::Null } else { arguments };
    Ask { rule, on, method, path, body, ok, is_form: form == Form::Url, is_trashed: name == "restore_assets" || name == "purge_assets" }
}

#[test]
fn every_server_function_of_the_sources_has_its_row() {
    let mut found = BTreeSet::new();
    read(&workspace().join("app/src"), &mut found);
    let listed: BTreeSet<_> = rows().iter().map(|row| row.0.to_owned()).collect();
    assert_eq!(found, listed);
}

fn read(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, found);
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        assert_eq!(source.matches("#[server(").count(), source.matches("endpoint = \"").count(), "{path:?}: name each");
        let names = source.split("endpoint = \"").skip(1).filter_map(|rest| rest.split('"').next());
        found.extend(names.map(str::to_owned));
    }
}
