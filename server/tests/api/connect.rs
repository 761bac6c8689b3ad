//! The forms of connections, and what is told of a database that is connected.

use std::fs;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Start, TestApp, postgres_batch, postgres_url, postgres_with};

#[tokio::test]
async fn engines_tell_what_they_ask_for() {
    let app = TestApp::start().await;
    let (_, available) = app.get("/api/v1/database/available/").await;
    let engines = available["databases"].as_array().unwrap();
    let told: Vec<_> = engines.iter().map(|it| format!("{} {}", it["engine"], it["default_driver"])).collect();
    let expected = [r#""postgresql" "psycopg2""#, r#""mysql" "mysqldb""#, r#""duckdb" null"#, r#""sqlite" null"#];
    assert_eq!(told, expected);
    let parameters = &engines[0]["parameters"];
    assert_eq!(parameters["required"], json!(["host", "port", "database", "username"]));
    assert_eq!(parameters["properties"]["port"]["default"], "5432");
    assert_eq!(parameters["properties"]["password"]["format"], "password");
    assert_eq!(parameters["properties"]["sslmode"]["enum"][0], "disable");
    assert_eq!(engines[2]["engine_information"]["supports_file_upload"], true);
}

#[tokio::test]
async fn a_form_is_checked_before_anybody_connects() {
    let app = TestApp::start().await;
    let check = async |parameters: Value| {
        let body = json!({ "engine": "postgresql", "configuration_method": "dynamic_form", "parameters": parameters });
        let (status, body) = app.post("/api/v1/database/validate_parameters/", &body).await;
        let error = body["errors"][0].clone();
        (
            status.as_u16(),
            error["error_type"].clone(),
            error["extra"]["missing"].clone(),
            error["extra"]["invalid"].clone(),
        )
    };
    let missing = json!("CONNECTION_MISSING_PARAMETERS_ERROR");
    assert_eq!(
        check(json!({ "host": "localhost", "port": "x" })).await,
        (422, missing, json!(["database", "username"]), json!(["port"]))
    );
    let filled = |host: &str, port: u16| json!({ "host": host, "port": port, "database": "d", "username": "u" });
    let unknown = check(filled("no-such-host.invalid", 5432)).await;
    assert_eq!((unknown.0, unknown.1, unknown.3), (422, json!("CONNECTION_INVALID_HOSTNAME_ERROR"), json!(["host"])));
    let closed = check(filled("127.0.0.1", 1)).await;
    assert_eq!((closed.0, closed.1, closed.3), (422, json!("CONNECTION_PORT_CLOSED_ERROR"), json!(["host", "port"])));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    assert_eq!(check(filled("127.0.0.1", listener.local_addr().unwrap().port())).await.0, 200);
    let (status, body) = app.post("/api/v1/database/validate_parameters/", &json!({ "engine": "oracle" })).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
}

#[tokio::test]
async fn a_form_makes_a_connection_that_can_be_edited_without_its_password() {
    let app = TestApp::start().await;
    let (name, uri) = postgres_with(
        "CREATE TABLE orders (id int, \"Placed on\" date); CREATE SCHEMA shop; CREATE TABLE shop.items (n int)",
    )
    .await;
    let place = uri.rsplit_once('@').unwrap().1;
    let (address, database) = place.split_once('/').unwrap();
    let (host, port) = address.split_once(':').unwrap();
    let credentials = uri.split_once("://").unwrap().1.rsplit_once('@').unwrap().0;
    let (username, password) = credentials.split_once(':').unwrap();
    let parameters = json!({ "host": host, "port": port, "database": database, "username": username, "password": password,
                             "query": { "application_name": "test" } });
    let form = |database_name: &str, parameters: &Value| {
        json!({ "database_name": database_name, "engine": "postgresql", "parameters": parameters,
                "configuration_method": "dynamic_form" })
    };
    let (status, body) = app.post("/api/v1/database/test_connection/", &form("", &parameters)).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let (status, made) = app.post("/api/v1/database/", &form("Shop", &parameters)).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let path = format!("/api/v1/database/{}", made["id"]);

    let (_, stored) = app.get(&format!("{path}/connection")).await;
    let stored = &stored["result"];
    assert_eq!(
        (&stored["parameters"]["password"], &stored["parameters"]["host"]),
        (&json!("XXXXXXXXXX"), &json!(host))
    );
    assert_eq!(stored["configuration_method"], "dynamic_form");
    assert!(!stored.to_string().contains(&format!(":{password}@")), "{stored}");
    // The form as it came, with the mask: the stored password is tried, and stays.
    let masked = json!({ "id": made["id"], "engine": "postgresql", "parameters": stored["parameters"] });
    assert_eq!(app.post("/api/v1/database/test_connection/", &masked).await.0, StatusCode::OK);
    assert_eq!(app.send(Method::PUT, &path, &form("Shop 2", &stored["parameters"])).await.0, StatusCode::OK);

    let (_, schemas) = app.get(&format!("{path}/schemas/")).await;
    assert_eq!(schemas["result"], json!(["information_schema", "public", "shop"]));
    assert_eq!(app.get(&format!("{path}/catalogs/")).await.1["result"], json!([database]));
    let (_, tables) = app.get(&format!("{path}/tables/?q=(schema_name:shop)")).await;
    assert_eq!(tables["result"], json!([{ "value": "items", "type": "table", "extra": null }]));
    let (_, sql) = app.get(&format!("{path}/select_star/orders/public/")).await;
    assert_eq!(sql["result"], "SELECT\n  \"id\",\n  \"Placed on\"\nFROM \"public\".\"orders\"\nLIMIT 100");
    let (_, functions) = app.get(&format!("{path}/function_names/")).await;
    let functions = functions["function_names"].as_array().unwrap();
    assert!(functions.contains(&json!("count")) && !functions.contains(&json!("pg_read_file")));
    assert_eq!(app.get(&format!("{path}/schemas_access_for_file_upload/")).await.1["schemas"], json!([]));

    let timeout = async |value: Value| app.send(Method::PUT, &path, &value).await.1["result"]["cache_timeout"].clone();
    assert_eq!(timeout(json!({ "cache_timeout": 60 })).await, 60);
    assert_eq!(timeout(json!({})).await, 60);
    assert_eq!(timeout(json!({ "cache_timeout": null })).await, Value::Null);
    postgres_batch(&postgres_url(), &format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

#[tokio::test]
async fn only_folders_below_the_roots_are_databases() {
    let app = TestApp::start_with(Start { settings: &[("SEXTANT_DATA_ROOTS", "")], ..Start::default() }).await;
    let uploads = app.home.join("uploads");
    fs::create_dir_all(&uploads).unwrap();
    std::os::unix::fs::symlink("/usr", uploads.join("usr")).unwrap();
    let test = async |path: &str| {
        let form = json!({ "engine": "duckdb", "parameters": { "database": path } });
        let (status, body) = app.post("/api/v1/database/test_connection/", &form).await;
        (status.as_u16(), body["errors"][0].clone())
    };
    let uploads = uploads.display().to_string();
    assert_eq!(test(&uploads).await.0, 200);
    for outside in
        ["/etc", "/", &format!("{uploads}/.."), &format!("{uploads}/usr"), &format!("{uploads}/../../../etc")]
    {
        let (status, error) = test(outside).await;
        assert_eq!(
            (status, &error["error_type"]),
            (422, &json!("CONNECTION_ACCESS_DENIED_ERROR")),
            "{outside}: {error}"
        );
        assert!(error["message"].as_str().unwrap().contains("SEXTANT_DATA_ROOTS"), "{error}");
    }
    assert_eq!(test(&format!("{uploads}/gone")).await.1["error_type"], "CONNECTION_UNKNOWN_DATABASE_ERROR");
    let new = json!({ "database_name": "x", "sqlalchemy_uri": "duckdb:////etc" });
    assert_eq!(app.post("/api/v1/database/", &new).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.get("/api/v1/database/").await.1["count"], 0);
}

#[tokio::test]
async fn what_a_bundle_keeps_secret_stays_so() {
    let app = TestApp::start().await;
    let yaml = "database_name: Vault\nsqlalchemy_uri: postgresql://u@127.0.0.1:1/d\nuuid: 2f1b9a3e-0000-4000-8000-0000000000aa\nversion: 1.0.0\n\
                encrypted_extra: '{\"key\": \"open sesame\"}'\n\
                ssh_tunnel:\n  server_address: bastion\n  username: u\n  password: open sesame\n";
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [("x/metadata.yaml", "version: 1.0.0\ntype: Database\n"), ("x/databases/Vault.yaml", yaml)] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
    }
    let (status, body) = app.import(&zip.finish().unwrap().into_inner(), &[]).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let (_, stored) = app.get("/api/v1/database/1/connection").await;
    assert_eq!(stored["result"]["ssh_tunnel"]["password"], "XXXXXXXXXX", "{stored}");
    let exported =
        app.request(Method::GET, "/api/v1/database/export/?q=!(1)").send().await.unwrap().bytes().await.unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(exported)).unwrap();
    let mut texts = String::new();
    for at in 0..archive.len() {
        std::io::Read::read_to_string(&mut archive.by_index(at).unwrap(), &mut texts).unwrap();
    }
    assert!(texts.contains("bastion"), "{texts}");
    for text in [stored.to_string(), texts, app.get("/api/v1/log/").await.1.to_string()] {
        assert!(!text.contains("open sesame"), "{text}");
    }
}
