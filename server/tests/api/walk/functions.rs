//! The server functions: one row for each, with a good question. A test reads the sources, so that none can be forgotten.

use std::{collections::BTreeSet, fs, path::Path};

use reqwest::Method;
use serde_json::{Value, json};
use sx_service::{
    AssetKind::{self, Chart, Dashboard, Database, Dataset},
    rights::Action,
};

use super::{Ask, Encoding, Rule};
use crate::harness::workspace;

/// How the arguments travel.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    /// In the address.
    Get,
    Json,
}

use Action as A;
use Form::{Get, Json};
use Rule::{Anybody, Member, SignedIn, Table};

/// Name, who may, which kind of asset `{id}` is, how it is asked, with which arguments, and what it answers to those who may.
type Row = (&'static str, Rule, Option<AssetKind>, Form, Value, u16);

#[rustfmt::skip]
fn rows() -> Vec<Row> {
    let text = |value: Value| value.to_string();
    let get = |query: &str| Value::String(query.to_owned());
    let user = json!({ "username": "{unique}", "first_name": "", "last_name": "", "email": "", "is_active": true,
                       "role_ids": [], "password": "a long password" });
    let rule = json!({ "name": "x", "filter_type": "Regular", "datasets": [], "roles": [], "group_key": "", "clause": "1 = 1",
                       "hidden_columns": [], "description": "" });
    let connection = json!({ "connection": { "id": null, "name": "{unique}", "is_uri": true, "allow_file_upload": false,
        "cache_timeout": null, "form": { "engine": "duckdb", "values": {}, "uri": "duckdb:////tmp" } } });
    let chart = json!({ "chart": { "id": null, "name": "x", "dataset_id": "{open}", "form": r#"{"viz_type":"table"}"#, "based_on": null } });
    let source = json!({ "database_id": 1, "schema": null, "table_name": null, "sql": "SELECT 1 AS x" });
    let form = text(json!({ "datasource": "{open}__table", "viz_type": "table" }));
    let properties = json!({ "title": "x", "slug": "", "description": "", "certified_by": "",
        "certification_details": "", "published": false, "json_metadata": "{}", "owners": [], "roles": [], "all_roles": [],
        "color_schemes": [], "time_zones": [], "based_on": "2026-01-01T00:00:00Z" });
    vec![
        // lists/, trash/, permalink/
        ("list_assets", Anybody, None, Get, get("kind=dashboard&asked[search]="), 200),
        ("list_choices", Anybody, None, Get, get("kind=dashboard"), 200),
        ("trash_assets", Table(A::DeleteDashboard), Some(Dashboard), Json, json!({ "kind": "dashboard", "ids": ["{id}"] }), 200),
        ("trash_assets", Table(A::DeleteChart), Some(Chart), Json, json!({ "kind": "chart", "ids": ["{id}"] }), 200),
        ("trash_assets", Table(A::DeleteDataset), Some(Dataset), Json, json!({ "kind": "dataset", "ids": ["{id}"] }), 200),
        ("restore_assets", Table(A::RestoreChart), Some(Chart), Json, json!({ "items": [{ "kind": "chart", "id": "{id}" }] }), 200),
        ("purge_assets", Table(A::DeleteChart), Some(Chart), Json, json!({ "items": [{ "kind": "chart", "id": "{id}" }] }), 200),
        ("duplicate_asset", Table(A::CreateChart), None, Json, json!({ "kind": "chart", "id": "{open_chart}" }), 200),
        ("mark_asset", Table(A::MarkFavorites), None, Json, json!({ "kind": "chart", "id": "{open_chart}", "is_favorite": true }), 200),
        ("new_dashboard", Table(A::CreateDashboard), None, Json, json!({}), 200),
        ("list_trash", SignedIn, None, Get, get("kind=&search=&page=0"), 200),
        ("dashboard_permalink", SignedIn, None, Get, get("key=none"), 404),
        ("explore_permalink", SignedIn, None, Get, get("key=none"), 404),

        // dashboard/, its editor
        ("link_dashboard", Table(A::MakePermalinks), None, Json, json!({ "dashboard": "{open_dashboard}", "tabs": "TAB-1" }), 200),
        ("open_dashboard", Table(A::ReadDashboard), Some(Dashboard), Get, get("id_or_slug={id}"), 200),
        ("open_dashboard_editor", Table(A::UpdateDashboard), Some(Dashboard), Get, get("id_or_slug={id}"), 200),
        ("save_dashboard_editor", Table(A::UpdateDashboard), Some(Dashboard), Json, json!({ "id": "{id}", "save": { "title": "x" } }), 200),
        ("find_dashboard_properties", Table(A::UpdateDashboard), Some(Dashboard), Get, get("id={id}"), 200),
        ("save_dashboard_properties", Table(A::UpdateDashboard), Some(Dashboard), Json, json!({ "id": "{id}", "properties": properties }), 200),
        ("copy_dashboard_editor", Table(A::CreateDashboard), None, Json, json!({ "id": "{open_dashboard}", "title": "x", "position_json": r#"{"DASHBOARD_VERSION_KEY":"v2"}"# }), 200),
        ("keep_dashboard_draft", Table(A::KeepDrafts), None, Json, json!({ "id": "{open_dashboard}", "position_json": "{}", "based_on": "2026-01-01T00:00:00Z" }), 200),
        ("discard_dashboard_draft", Table(A::KeepDrafts), None, Json, json!({ "id": "{open_dashboard}" }), 200),
        ("list_placeable_charts", Table(A::CreateDashboard), None, Get, get("search=&only_mine=false&page=0"), 200),
        ("preview_markdown", Table(A::CreateDashboard), None, Json, json!({ "code": "x" }), 200),
        ("possible_owners", Table(A::ListPeople), None, Get, get("search="), 200),

        // databases/, upload/
        ("list_databases", Anybody, None, Get, get("search=&page=0"), 200),
        ("open_connection", Table(A::UpdateDatabase), Some(Database), Get, get("id={id}"), 200),
        ("uri_of_form", Table(A::TestDatabase), None, Json, json!({ "engine": "duckdb", "values": { "database": "/tmp" } }), 200),
        ("form_of_uri", Table(A::TestDatabase), None, Json, json!({ "uri": "duckdb:////tmp" }), 200),
        ("test_connection", Table(A::TestDatabase), None, Json, connection.clone(), 200),
        ("save_connection", Table(A::CreateDatabase), None, Json, connection, 200),
        ("database_usage", Table(A::ReadDatabase), Some(Database), Get, get("id={id}"), 200),
        ("delete_database", Table(A::DeleteDatabase), Some(Database), Json, json!({ "id": "{id}" }), 200),
        ("database_schemas", Member(A::ReadDatabase), Some(Database), Get, get("id={id}"), 200),
        ("database_tables", Member(A::ReadDatabase), Some(Database), Get, get("id={id}&schema=main"), 200),
        ("upload_targets", Table(A::UploadFile), None, Get, get(""), 200),

        // datasets/
        ("source_databases", Anybody, None, Get, get(""), 200),
        ("source_schemas", Member(A::ReadDatabase), Some(Database), Get, get("database_id={id}"), 200),
        ("source_tables", Member(A::ReadDatabase), Some(Database), Get, get("database_id={id}&schema=main"), 200),
        ("preview_source", Table(A::CreateDataset), None, Json, json!({ "question": source }), 200),
        ("create_dataset", Table(A::CreateDataset), None, Json, json!({ "question": source, "name": "{unique}" }), 200),
        ("open_dataset", Table(A::ReadDataset), Some(Dataset), Get, get("id={id}"), 200),
        ("save_dataset", Table(A::UpdateDataset), Some(Dataset), Json, json!({ "id": "{id}", "change": r#"{"description":"x"}"# }), 200),
        ("sync_dataset", Table(A::UpdateDataset), Some(Dataset), Json, json!({ "id": "{id}", "sql": null }), 200),
        ("dataset_rows", Table(A::AskData), None, Get, get("id={open}"), 200),
        ("dataset_usage", Table(A::ReadDataset), Some(Dataset), Get, get("id={id}"), 200),
        ("find_dataset_owners", Table(A::ListPeople), None, Get, get("search="), 200),

        // explore/
        ("open_explore", Table(A::AskData), None, Json, json!({ "question": { "dataset_id": "{open}" } }), 200),
        ("choose_dataset", Anybody, None, Get, get("search="), 200),
        ("column_values", Table(A::AskData), None, Get, get("dataset={open}&column={open_column}&search="), 200),
        ("check_expression", Table(A::AskData), None, Json, json!({ "dataset": "{open}", "question": { "expression": "1", "expression_type": "column" } }), 200),
        ("preview_time_range", Table(A::AskData), None, Get, get("time_range=Last%20week"), 200),
        ("choose_place", SignedIn, None, Get, get("search="), 200),
        ("save_explored", Table(A::CreateChart), None, Json, chart, 200),
        ("put_onto_dashboard", Table(A::CreateDashboard), None, Json, json!({ "chart": "{open_chart}", "onto": { "New": { "title": "x" } } }), 200),
        ("save_chart_properties", Table(A::UpdateChart), Some(Chart), Json, json!({ "chart": "{id}", "properties": { "description": "x", "certified_by": "", "certification_details": "", "cache_timeout": null } }), 200),
        ("possible_chart_owners", Table(A::ListPeople), None, Get, get("search="), 200),
        ("duplicate_explored", Table(A::CreateChart), None, Json, json!({ "chart": "{open_chart}" }), 200),
        ("is_favorite_chart", SignedIn, None, Get, get("chart={open_chart}"), 200),
        ("link_explored", Table(A::MakePermalinks), None, Json, json!({ "form": form }), 200),
        ("find_chart_draft", Table(A::KeepDrafts), None, Get, get("key=walker"), 200),
        ("save_chart_draft", Table(A::KeepDrafts), None, Json, json!({ "key": "walker", "body": "{}" }), 200),
        ("discard_chart_draft", Table(A::KeepDrafts), None, Json, json!({ "key": "walker" }), 200),

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
        ("list_row_rules", Table(A::ManageRowRules), None, Get, get("asked[search]=&asked[page]=0"), 200),
        ("save_row_rule", Table(A::ManageRowRules), None, Json, json!({ "id": 999_999, "draft": rule }), 404),
        ("delete_row_rule", Table(A::ManageRowRules), None, Json, json!({ "id": 999_999 }), 404),
        ("find_ruled_datasets", Anybody, None, Get, get("search="), 200),
        ("columns_to_hide", Table(A::ManageRowRules), None, Json, json!({ "datasets": ["{open}"] }), 200),
        ("list_log", Table(A::ReadLog), None, Get, get("asked[search]=&asked[action]=&asked[kind]=&asked[from]=&asked[until]=&asked[page]=0"), 200),
        // api_docs/
        ("api_operations", SignedIn, None, Get, get(""), 200),
        ("api_operation", SignedIn, None, Get, get("id=get_chart"), 200),

        // security/profile
        ("open_profile", Table(A::UpdateOwnAccount), None, Get, get(""), 200),
        ("rename_me", Table(A::UpdateOwnAccount), None, Json, json!({ "first_name": "W", "last_name": "X" }), 200),
        ("set_my_times", Table(A::UpdateOwnAccount), None, Json, json!({ "time_zone": "UTC", "week_start": "" }), 200),
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
        Form::Json => format!("/fn/{name}"),
    };
    let method = if form == Form::Get { Method::GET } else { Method::POST };
    let body = if form == Form::Get { Value::Null } else { arguments };
    let encoding = Encoding::Json;
    let is_trashed = name == "restore_assets" || name == "purge_assets";
    Ask { rule, on, method, path, body, ok, is_trashed, encoding }
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
