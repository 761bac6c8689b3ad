use std::{
    collections::{BTreeMap, HashMap},
    io::{Cursor, Read as _},
};

use reqwest::{
    Method, StatusCode,
    header::{CONTENT_DISPOSITION, CONTENT_TYPE},
};
use serde_json::{Value, json};

use crate::{
    harness::{PASSWORD, Start, TestApp, answer},
    import::{BUNDLES, PASSWORDS, bundle, sales_bundle},
};

const SALES: &str = "04f79081-fb49-7bac-7f14-cc76cd2ad93b";

/// File below the root folder → its text.
type Files = BTreeMap<String, String>;

fn unzipped(archive: &[u8]) -> Files {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut files = Files::new();
    for n in 0..archive.len() {
        let mut entry = archive.by_index(n).unwrap();
        let name = entry.name().unwrap().split_once('/').unwrap().1.to_owned();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        files.insert(name, text);
    }
    files
}

/// What may differ between two installations: file names, numeric ids in them, and the moment. Files are found by UUID.
fn by_uuid(files: &Files) -> HashMap<String, Value> {
    let assets = files.iter().filter(|(name, _)| *name != "metadata.yaml").map(|(name, text)| {
        let yaml: Value = serde_saphyr::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        (yaml["uuid"].as_str().unwrap().to_owned(), yaml)
    });
    assets.collect()
}

async fn export(app: &TestApp, kind: &str, ids: &str) -> (StatusCode, Vec<u8>) {
    let answer = app.request(Method::GET, &format!("/api/v1/{kind}/export/?q={ids}")).send().await.unwrap();
    (answer.status(), answer.bytes().await.unwrap().to_vec())
}

/// The ids of a list, for `q=`.
async fn ids(app: &TestApp, kind: &str) -> String {
    let (_, list) = app.get(&format!("/api/v1/{kind}/?q=(page_size:100)")).await;
    let ids: Vec<String> = list["ids"].as_array().unwrap().iter().map(Value::to_string).collect();
    format!("!({})", ids.join(","))
}

#[tokio::test]
async fn what_was_imported_comes_out_and_goes_in_elsewhere() {
    for name in BUNDLES {
        goes_round(&bundle(name)).await;
    }
}

async fn goes_round(bundle: &[u8]) {
    let here = TestApp::start().await;
    here.import(bundle, &[PASSWORDS]).await;
    let dashboards = ids(&here, "dashboard").await;
    let answer = here.request(Method::GET, &format!("/api/v1/dashboard/export/?q={dashboards}")).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()[CONTENT_TYPE], "application/zip");
    let disposition = answer.headers()[CONTENT_DISPOSITION].to_str().unwrap().to_owned();
    assert!(disposition.starts_with("attachment; filename=dashboard_export_2"), "{disposition}");
    assert!(disposition.ends_with(".zip"), "{disposition}");
    let archive = answer.bytes().await.unwrap();

    let (original, first) = (unzipped(bundle), unzipped(&archive));
    assert_eq!(by_uuid(&first), by_uuid(&original));
    assert!(first["metadata.yaml"].contains("type: Dashboard"));

    // With the examples, so that ids are others than here.
    let there = TestApp::start_with(Start { examples: true, ..Start::default() }).await;
    let (status, body) = there.import(&archive, &[PASSWORDS]).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let files = by_uuid(&original);
    let (uuid, _) = files.iter().find(|(_, file)| file["dashboard_title"].is_string()).unwrap();
    let (_, opened) = there.get(&format!("/api/v1/dashboard/{uuid}")).await;
    let (status, archive) = export(&there, "dashboard", &format!("[{}]", opened["result"]["id"])).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(by_uuid(&unzipped(&archive)), by_uuid(&first));
}

#[tokio::test]
async fn each_kind_takes_along_what_it_stands_on() {
    let app = TestApp::start().await;
    app.import(&sales_bundle(), &[PASSWORDS]).await;
    for (kind, type_name, expected) in [
        ("chart", "Slice", [("charts", 10), ("databases", 1), ("datasets", 1)].as_slice()),
        ("dataset", "SqlaTable", &[("databases", 1), ("datasets", 1)]),
        ("database", "Database", &[("databases", 1), ("datasets", 1)]),
    ] {
        let all = ids(&app, kind).await;
        let (status, archive) = export(&app, kind, &all).await;
        assert_eq!(status, StatusCode::OK, "{kind}");
        let files = unzipped(&archive);
        let mut folders = BTreeMap::new();
        for (folder, _) in files.keys().filter_map(|name| name.split_once('/')) {
            *folders.entry(folder).or_insert(0) += 1;
        }
        assert_eq!(folders.into_iter().collect::<Vec<_>>(), expected, "{kind}");
        assert!(files["metadata.yaml"].contains(&format!("type: {type_name}\n")), "{kind}");

        // What this door wrote, the same door takes.
        let other = TestApp::start().await;
        let part = reqwest::multipart::Part::bytes(archive).file_name("bundle.zip");
        let form = reqwest::multipart::Form::new().part("formData", part).text(PASSWORDS.0, PASSWORDS.1);
        let import = other.request(Method::POST, &format!("/api/v1/{kind}/import/")).multipart(form);
        assert_eq!(answer(import).await, (StatusCode::OK, json!({ "message": "OK" })), "{kind}");
        let (_, list) = other.get(&format!("/api/v1/{kind}/")).await;
        assert_eq!(list["count"], if kind == "chart" { 10 } else { 1 }, "{kind}");
    }
}

#[tokio::test]
async fn passwords_stay_here() {
    let secret = "open sesame, the very secret one";
    let app = TestApp::start().await;
    let bundle = unzipped(&sales_bundle());
    let masked = bundle["databases/examples.yaml"].lines().find(|line| line.starts_with("sqlalchemy_uri")).unwrap();
    assert!(masked.contains("XXXXXXXXXX"), "{masked}");
    let passwords = json!({ "databases/examples.yaml": secret }).to_string();
    app.import(&sales_bundle(), &[("passwords", &passwords)]).await;
    let all = ids(&app, "database").await;
    let (_, archive) = export(&app, "database", &all).await;
    let exported = unzipped(&archive);
    assert!(exported.values().all(|text| !text.contains(secret)));
    assert!(exported["databases/examples.yaml"].contains(masked), "{}", exported["databases/examples.yaml"]);
}

#[tokio::test]
async fn what_is_not_there_or_not_asked_for_is_refused() {
    let app = TestApp::start().await;
    app.import(&sales_bundle(), &[PASSWORDS]).await;
    for (kind, noun) in
        [("dashboard", "Dashboard"), ("chart", "Chart"), ("dataset", "Dataset"), ("database", "Database")]
    {
        let (status, body) = app.get(&format!("/api/v1/{kind}/export/?q=!(1,4711)")).await;
        assert_eq!((status, &body["message"]), (StatusCode::NOT_FOUND, &json!(format!("{noun} not found"))));
        for query in ["", "?q=", "?q=!()", "?q=sales"] {
            let (status, body) = app.get(&format!("/api/v1/{kind}/export/{query}")).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{kind} {query}: {body}");
        }
        let path = app.path(&format!("/api/v1/{kind}/export/?q=!(1)"));
        let (status, _) = answer(app.client.get(path)).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{kind}");
    }
}

#[tokio::test]
async fn who_may_not_read_it_may_not_export_it() {
    let app = TestApp::start().await;
    app.import(&sales_bundle(), &[PASSWORDS]).await;
    let (ok, said) = app.run(&["create-user", "gamma", "--role", "Gamma", "--password", PASSWORD]);
    assert!(ok, "{said}");
    let token = app.sign_in("gamma", PASSWORD).await;
    for kind in ["dashboard", "chart", "dataset", "database"] {
        let path = app.path(&format!("/api/v1/{kind}/export/?q={}", ids(&app, kind).await));
        let (status, body) = answer(app.client.get(path).bearer_auth(&token)).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{kind}: {body}");
    }
}

/// Whoever may open a dashboard does not learn from its export where the data is and how it is asked for.
#[tokio::test]
async fn a_dashboard_is_exported_only_with_what_is_below_it() {
    let app = TestApp::start().await;
    app.import(&sales_bundle(), &[PASSWORDS]).await;
    let (ok, said) = app.run(&["create-user", "gamma", "--role", "Gamma", "--password", PASSWORD]);
    assert!(ok, "{said}");
    let (_, roles) = app.get("/api/v1/security/roles/").await;
    let gamma = roles["result"].as_array().unwrap().iter().find(|role| role["name"] == "Gamma").unwrap();
    let change = app.request(Method::PUT, &format!("/api/v1/dashboard/{SALES}"));
    let (status, body) = answer(change.json(&json!({ "roles": [gamma["id"]], "published": true }))).await;
    assert_eq!(status, StatusCode::OK, "{body}");

    let token = app.sign_in("gamma", PASSWORD).await;
    let as_gamma = |path: &str| answer(app.client.get(app.path(path)).bearer_auth(&token));
    let (status, dashboard) = as_gamma(&format!("/api/v1/dashboard/{SALES}")).await;
    assert_eq!(status, StatusCode::OK);
    let path = format!("/api/v1/dashboard/export/?q=!({})", dashboard["result"]["id"]);
    let (status, body) = as_gamma(&path).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "{body}");
    assert!(body["message"].as_str().unwrap().contains("datasets and databases"), "{body}");
}

#[tokio::test]
async fn the_command_line_lists_and_exports() {
    let app = TestApp::start().await;
    let file = app.home.join("out.zip");
    let file = file.to_str().unwrap();
    let (ok, said) = app.run(&["export", file]);
    assert!(!ok && said.contains("there is no dashboard to export"), "{said}");

    app.import(&sales_bundle(), &[PASSWORDS]).await;
    let (ok, said) = app.run(&["list", "dashboards"]);
    let id = said
        .lines()
        .find_map(|line| line.strip_suffix("\tSales Dashboard\t").or(line.strip_suffix("\tSales Dashboard")));
    let id = id.unwrap_or_else(|| panic!("{said}"));
    assert!(ok && id.parse::<i64>().is_ok(), "{said}");
    for (kind, expected) in [
        ("charts", "\tItems Sold\tbig_number"),
        ("datasets", "\tcleaned_sales_data\tpublic"),
        ("databases", "\texamples\tpostgresql"),
    ] {
        let (ok, said) = app.run(&["list", kind]);
        assert!(ok && said.contains(expected), "{said}");
    }

    for arguments in [vec!["export", file], vec!["export", file, "--dashboard", id, "--dashboard", SALES]] {
        let (ok, said) = app.run(&arguments);
        assert!(ok && said.contains("Exported 1 dashboard to "), "{said}");
        assert_eq!(by_uuid(&unzipped(&std::fs::read(file).unwrap())), by_uuid(&unzipped(&sales_bundle())));
    }
    let (ok, said) = app.run(&["export", file, "--dashboard", "nowhere"]);
    assert!(!ok && said.contains("“nowhere”: Dashboard not found"), "{said}");
}
