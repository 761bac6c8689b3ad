//! Databases behind an SSH server: made, tried, asked, changed; and where their secrets do not go.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    harness::{Start, TestApp, postgres_batch, postgres_url, postgres_with},
    ssh_server::{INSIDE, INSIDE_PORT, PASSPHRASE, PASSWORD, SshServer, USER, ssh_key},
};

const MASK: &str = "XXXXXXXXXX";
const TEST: &str = "/api/v1/database/test_connection/";

struct Inside {
    app: TestApp,
    ssh: SshServer,
    database: String,
    /// As the SSH server sees it.
    uri: String,
}

impl Inside {
    async fn start() -> Self {
        let (database, uri) = postgres_with("CREATE TABLE orders (n int); INSERT INTO orders VALUES (1), (2)").await;
        let (credentials, place) = uri.rsplit_once('@').unwrap();
        let address = place.split_once('/').unwrap().0;
        let ssh = SshServer::start(address).await;
        let uri = format!("{credentials}@{INSIDE}:{INSIDE_PORT}/{database}");
        Self { app: TestApp::start_with(Start::default()).await, ssh, database, uri }
    }

    fn tunnel(&self) -> Value {
        json!({ "server_address": "127.0.0.1", "server_port": self.ssh.port, "username": USER, "password": PASSWORD })
    }

    fn body(&self, tunnel: &Value) -> Value {
        json!({ "database_name": "Inside", "sqlalchemy_uri": self.uri, "ssh_tunnel": tunnel })
    }

    async fn make(&self) -> String {
        let (status, made) = self.app.post("/api/v1/database/", &self.body(&self.tunnel())).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        format!("/api/v1/database/{}", made["id"])
    }

    async fn put(&self, path: &str, change: Value) -> (StatusCode, Value) {
        self.app.send(Method::PUT, path, &change).await
    }

    fn masked_uri(&self) -> String {
        self.uri.replacen(":sextant@", &format!(":{MASK}@"), 1)
    }

    async fn end(self) {
        let name = self.database.clone();
        drop(self.app);
        postgres_batch(&postgres_url(), &format!("DROP DATABASE {name} WITH (FORCE)")).await;
    }
}

fn extra(body: &Value) -> &Value {
    &body["errors"][0]["extra"]
}

#[tokio::test]
async fn a_database_behind_an_ssh_server_is_used_like_any_other() {
    let inside = Inside::start().await;
    let (app, ssh) = (&inside.app, &inside.ssh);
    let (_, available) = app.get("/api/v1/database/available/").await;
    let databases = available["databases"].as_array().unwrap();
    let disabled = |engine: &str| {
        let database = databases.iter().find(|database| database["engine"] == engine).unwrap();
        database["engine_information"]["disable_ssh_tunneling"].clone()
    };
    let engines = ["postgresql", "mysql", "duckdb", "sqlite"];
    assert_eq!(engines.map(disabled), [json!(false), json!(false), json!(true), json!(true)]);

    let path = inside.make().await;
    let tunnel = json!({ "server_address": "127.0.0.1", "server_port": ssh.port, "username": USER, "password": MASK });
    for place in [path.clone(), format!("{path}/connection")] {
        assert_eq!(app.get(&place).await.1["result"]["ssh_tunnel"], tunnel, "{place}");
    }
    let (status, tables) = app.get(&format!("{path}/tables/?q=(schema_name:public)")).await;
    assert_eq!((status, &tables["result"][0]["value"]), (StatusCode::OK, &json!("orders")), "{tables}");
    let dataset = json!({ "database": 1, "table_name": "orders", "schema": "public" });
    let (status, dataset) = app.post("/api/v1/dataset/", &dataset).await;
    assert_eq!(status, StatusCode::CREATED, "{dataset}");
    let sum = json!({ "expressionType": "SQL", "sqlExpression": "SUM(n)", "label": "sum" });
    let question = json!({ "datasource": { "id": dataset["id"], "type": "table" }, "queries": [{ "metrics": [sum] }] });
    let (status, data) = app.post("/api/v1/chart/data", &question).await;
    assert_eq!((status, &data["result"][0]["data"][0]["sum"]), (StatusCode::OK, &json!(3)), "{data}");

    // What nobody mentions stays; then the connection goes straight, to a name that only the SSH server knows.
    ssh.drop_sessions();
    assert_eq!(inside.put(&path, json!({ "database_name": "Within" })).await.0, StatusCode::OK);
    let (status, tables) = app.get(&format!("{path}/tables/?q=(schema_name:public)")).await;
    assert_eq!(status, StatusCode::OK, "{tables}");
    let gone = json!({ "ssh_tunnel": null, "sqlalchemy_uri": inside.uri });
    assert_eq!(inside.put(&path, gone).await.0, StatusCode::OK);
    assert_eq!(app.get(&path).await.1["result"]["ssh_tunnel"], Value::Null);
    let (status, body) = app.get(&format!("{path}/tables/?q=(schema_name:public)")).await;
    assert_eq!(body["errors"][0]["error_type"], "CONNECTION_INVALID_HOSTNAME_ERROR", "{status} {body}");

    let (_, log) = app.get("/api/v1/log/?q=(filters:!((col:asset_kind,opr:eq,value:database)))").await;
    assert_eq!(log["count"], 3);
    assert!(log.to_string().contains("removed") && !log.to_string().contains(PASSWORD), "{log}");
    inside.end().await;
}

#[tokio::test]
async fn a_tunnel_is_tried_before_it_is_stored() {
    let inside = Inside::start().await;
    let app = &inside.app;
    let (status, works) = app.post(TEST, &inside.body(&inside.tunnel())).await;
    assert_eq!((status, &works["ssh_host_key"]), (StatusCode::OK, &json!(inside.ssh.host_key)), "{works}");
    let refused = async |key: &str, value: Value| {
        let mut tunnel = inside.tunnel();
        tunnel[key] = value;
        let (status, body) = app.post("/api/v1/database/", &inside.body(&tunnel)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        (body["errors"][0]["error_type"].clone(), extra(&body)["invalid"].clone())
    };
    let denied = json!("CONNECTION_ACCESS_DENIED_ERROR");
    let user_or_password = json!(["ssh_tunnel.username", "ssh_tunnel.password"]);
    assert_eq!(refused("password", json!("wrong")).await, (denied.clone(), user_or_password));
    let other = json!("SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDe8kg1dlmVHRzhUAA");
    assert_eq!(refused("host_key", other).await, (denied, json!(["ssh_tunnel.host_key"])));
    let closed =
        (json!("CONNECTION_PORT_CLOSED_ERROR"), json!(["ssh_tunnel.server_address", "ssh_tunnel.server_port"]));
    assert_eq!(refused("server_port", json!(1)).await, closed);

    // All that can be said without asking anybody, at once.
    let faulty = json!({ "server_address": " ", "server_port": 70_000, "password": MASK, "host_key": "SHA256:x" });
    for (path, body) in [("/api/v1/database/", inside.body(&faulty)), (TEST, inside.body(&faulty))] {
        let (status, body) = app.post(path, &body).await;
        let fields: Vec<_> = extra(&body).as_object().unwrap().keys().filter(|key| key.starts_with("ssh_")).collect();
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        let all = ["server_address", "server_port", "username", "host_key", "password"]
            .map(|key| format!("ssh_tunnel.{key}"));
        assert_eq!(fields.len(), all.len(), "{body}");
        assert!(all.iter().all(|key| fields.contains(&key)), "{body}");
    }
    let folder = json!({ "database_name": "Files", "sqlalchemy_uri": "duckdb:////tmp", "ssh_tunnel": inside.tunnel() });
    let (status, body) = app.post("/api/v1/database/", &folder).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(extra(&body)["ssh_tunnel"].to_string().contains("no SSH tunnel leads there"), "{body}");
    assert_eq!(app.get("/api/v1/database/").await.1["count"], 0);
    inside.end().await;
}

#[tokio::test]
async fn stored_secrets_stay_with_the_server_they_were_given_for() {
    let inside = Inside::start().await;
    let app = &inside.app;
    let path = inside.make().await;
    let mut masked = inside.tunnel();
    masked["password"] = MASK.into();
    let tried = |tunnel: &Value, uri: &str| json!({ "id": 1, "sqlalchemy_uri": uri, "ssh_tunnel": tunnel });
    let uri = inside.masked_uri();
    let (status, body) = app.post(TEST, &tried(&masked, &uri)).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let by_name = json!({ "database_name": "Inside", "sqlalchemy_uri": uri, "ssh_tunnel": masked });
    assert_eq!(app.post(TEST, &by_name).await.0, StatusCode::OK);
    assert_eq!(inside.put(&path, json!({ "sqlalchemy_uri": uri, "ssh_tunnel": masked })).await.0, StatusCode::OK);

    let elsewhere = SshServer::start("127.0.0.1:1").await;
    let mut moved = masked.clone();
    moved["server_port"] = elsewhere.port.into();
    let mut moved_unsaid = moved.clone();
    moved_unsaid.as_object_mut().unwrap().remove("password");
    for tunnel in [&moved, &moved_unsaid] {
        for (status, body) in
            [app.post(TEST, &tried(tunnel, &uri)).await, inside.put(&path, json!({ "ssh_tunnel": tunnel })).await]
        {
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
            assert!(extra(&body)["ssh_tunnel.password"].to_string().contains("not sent to another server"), "{body}");
        }
    }
    // With a password of its own the other server may be asked, but it does not get that of the database.
    moved["password"] = PASSWORD.into();
    let other_host = uri.replacen(INSIDE, "db.elsewhere", 1);
    for (tunnel, uri) in [(&moved, &uri), (&masked, &other_host), (&Value::Null, &uri)] {
        for (status, body) in [
            app.post(TEST, &tried(tunnel, uri)).await,
            inside.put(&path, json!({ "sqlalchemy_uri": uri, "ssh_tunnel": tunnel })).await,
        ] {
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
            assert!(extra(&body)["password"].to_string().contains("enter the password again"), "{body}");
        }
    }
    assert_eq!((elsewhere.sessions(), elsewhere.tried().len()), (0, 0));
    assert_eq!(app.get(&path).await.1["result"]["ssh_tunnel"], masked);
    inside.end().await;
}

#[tokio::test]
async fn a_key_takes_the_passwords_place() {
    let inside = Inside::start().await;
    let path = inside.make().await;
    let key = json!({ "private_key": ssh_key("locked"), "private_key_password": PASSPHRASE, "host_key": inside.ssh.host_key });
    let (status, body) = inside.put(&path, json!({ "ssh_tunnel": key })).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let stored = &body["result"]["ssh_tunnel"];
    assert_eq!((&stored["private_key"], &stored["password"]), (&json!(MASK), &Value::Null));
    assert_eq!(stored["host_key"], json!(inside.ssh.host_key));
    inside.ssh.ask_questions();
    let (status, tables) = inside.app.get(&format!("{path}/tables/?q=(schema_name:public)")).await;
    assert_eq!(status, StatusCode::OK, "{tables}");
    let (_, log) = inside.app.get("/api/v1/log/").await;
    assert!(!log.to_string().contains("PRIVATE KEY") && !log.to_string().contains(PASSPHRASE), "{log}");
    inside.end().await;
}

#[tokio::test]
async fn an_import_takes_a_tunnels_secrets_from_beside_the_bundle() {
    let inside = Inside::start().await;
    let file = "databases/Inside.yaml";
    let yaml = format!(
        "database_name: Inside\nsqlalchemy_uri: {}\nuuid: 2f1b9a3e-0000-4000-8000-0000000000ab\nversion: 1.0.0\n\
         ssh_tunnel:\n  server_address: 127.0.0.1\n  server_port: {}\n  username: {USER}\n  password: {MASK}\n",
        inside.uri, inside.ssh.port
    );
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in
        [("x/metadata.yaml", "version: 1.0.0\ntype: Database\n"), ("x/databases/Inside.yaml", yaml.as_str())]
    {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
    }
    let bundle = zip.finish().unwrap().into_inner();
    let (status, body) = inside.app.import(&bundle, &[]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    assert_eq!(extra(&body)[file]["_schema"], json!(["Must provide a password for the ssh tunnel"]), "{body}");
    let passwords = json!({ file: PASSWORD }).to_string();
    let (status, body) = inside.app.import(&bundle, &[("ssh_tunnel_passwords", &passwords)]).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let (status, tables) = inside.app.get("/api/v1/database/1/tables/?q=(schema_name:public)").await;
    assert_eq!(status, StatusCode::OK, "{tables}");
    inside.end().await;
}
