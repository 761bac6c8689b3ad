//! `TestApp`: the real binary on a free port, with a fresh home and a fresh metadata database.
//!
//! `SEXTANT_TEST_METADATA` is `sqlite` or `postgres`; `SEXTANT_TEST_POSTGRES` and `SEXTANT_TEST_REDIS` name servers that may be
//! played with. `.ci/with-services` sets them.

use std::{
    env,
    io::{BufRead as _, BufReader, Read as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc,
    time::Duration,
};

use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use tokio_postgres::NoTls;

pub const PASSWORD: &str = "correct horse battery staple";
const START_TIMEOUT: Duration = Duration::from_secs(30);

pub struct TestApp {
    pub url: String,
    pub home: PathBuf,
    pub client: Client,
    token: Option<String>,
    settings: Vec<(String, String)>,
    process: Child,
    database: Option<String>,
}

/// Settings beside the usual ones; `examples` loads the example dashboards.
#[derive(Default)]
pub struct Start<'a> {
    pub examples: bool,
    pub settings: &'a [(&'a str, &'a str)],
}

impl TestApp {
    pub async fn start() -> Self {
        Self::start_with(Start::default()).await
    }

    /// Signed in as the admin, by token.
    pub async fn start_with(start: Start<'_>) -> Self {
        let home = env::temp_dir().join(format!("sextant-api-{}", uuid::Uuid::new_v4().simple()));
        std::fs::create_dir_all(&home).unwrap();
        let (database_url, database) = metadata_database().await;
        let mut settings = vec![
            ("SEXTANT_HOME".to_owned(), home.display().to_string()),
            ("SEXTANT_ADDR".to_owned(), "127.0.0.1:0".to_owned()),
            ("SEXTANT_ADMIN_PASSWORD".to_owned(), PASSWORD.to_owned()),
            ("SEXTANT_LOAD_EXAMPLES".to_owned(), start.examples.to_string()),
            ("SEXTANT_DATA_ROOTS".to_owned(), env::temp_dir().display().to_string()),
            ("DATABASE_URL".to_owned(), database_url),
            ("REDIS_URL".to_owned(), env::var("SEXTANT_TEST_REDIS").unwrap_or_default()),
            // The site is not built for these tests, so there is no file of hashes.
            ("LEPTOS_HASH_FILES".to_owned(), "false".to_owned()),
        ];
        settings.extend(start.settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let (process, url) = spawn(&settings);
        let mut app = Self { url, home, client: Client::new(), token: None, settings, process, database };
        app.token = Some(app.sign_in("admin", PASSWORD).await);
        app
    }

    /// Another server over the same metadata, with the same secret and a home of its own.
    pub async fn beside(&self) -> Self {
        let home = env::temp_dir().join(format!("sextant-api-{}", uuid::Uuid::new_v4().simple()));
        std::fs::create_dir_all(&home).unwrap();
        let mut settings = self.settings.clone();
        let database_url = match &self.database {
            Some(name) => postgres_url_of(name),
            None => format!("sqlite://{}", self.home.join("sextant.db").display()),
        };
        settings.extend([
            ("SEXTANT_HOME".to_owned(), home.display().to_string()),
            ("SEXTANT_SECRET_KEY".to_owned(), std::fs::read_to_string(self.home.join("secret_key")).unwrap()),
            ("DATABASE_URL".to_owned(), database_url),
        ]);
        let (process, url) = spawn(&settings);
        let (client, token) = (self.client.clone(), self.token.clone());
        Self { url, home, client, token, settings, process, database: None }
    }

    /// The access token of a user.
    pub async fn sign_in(&self, username: &str, password: &str) -> String {
        let body = json!({ "username": username, "password": password, "provider": "db", "refresh": true });
        let answer = self.client.post(self.path("/api/v1/security/login")).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        answer.json::<Value>().await.unwrap()["access_token"].as_str().unwrap().to_owned()
    }

    pub fn path(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// A request as the admin.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, self.path(path)).bearer_auth(self.token.as_deref().unwrap_or_default())
    }

    pub async fn get(&self, path: &str) -> (StatusCode, Value) {
        answer(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        answer(self.request(Method::POST, path).json(body)).await
    }

    /// Runs another command of the binary on the same home and metadata.
    pub fn run(&self, arguments: &[&str]) -> (bool, String) {
        let output = command(&self.settings).args(arguments).output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&text).into_owned())
    }

    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    pub fn wait(&mut self) -> Option<i32> {
        self.process.wait().unwrap().code()
    }

    pub async fn import(&self, archive: &[u8], fields: &[(&'static str, &str)]) -> (StatusCode, Value) {
        let part = reqwest::multipart::Part::bytes(archive.to_vec()).file_name("bundle.zip");
        let mut form = reqwest::multipart::Form::new().part("formData", part);
        for (name, value) in fields {
            form = form.text(*name, (*value).to_owned());
        }
        answer(self.request(Method::POST, "/api/v1/dashboard/import/").multipart(form)).await
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // It may have ended by itself: that is what some tests are about.
        let _gone = self.process.kill();
        let _gone = self.process.wait();
        let _left = std::fs::remove_dir_all(&self.home);
        if let Some(name) = self.database.take() {
            let dropping = std::thread::spawn(move || {
                let runtime = tokio::runtime::Runtime::new().unwrap();
                runtime.block_on(postgres_batch(&postgres_url(), &format!("DROP DATABASE {name} WITH (FORCE)")));
            });
            dropping.join().unwrap();
        }
    }
}

pub async fn answer(request: RequestBuilder) -> (StatusCode, Value) {
    let answer = request.send().await.unwrap();
    let (status, text) = (answer.status(), answer.text().await.unwrap());
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

/// A Postgres to play with. Its absence is a failure: no test is skipped for want of a server.
pub fn postgres_url() -> String {
    env::var("SEXTANT_TEST_POSTGRES")
        .expect("SEXTANT_TEST_POSTGRES: run the tests by `make test-rust` or .ci/with-services")
}

/// The same server, another database.
pub fn postgres_url_of(database: &str) -> String {
    let url = postgres_url();
    format!("{}/{database}", url.rsplit_once('/').unwrap().0)
}

pub async fn postgres_batch(url: &str, sql: &str) {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    client.batch_execute(sql).await.unwrap();
    drop(client);
    connection.await.unwrap().unwrap();
}

/// A new database with this content, and its URI as Superset writes it.
pub async fn postgres_with(sql: &str) -> (String, String) {
    let name = format!("sx_api_{}", uuid::Uuid::new_v4().simple());
    postgres_batch(&postgres_url(), &format!("CREATE DATABASE {name}")).await;
    postgres_batch(&postgres_url_of(&name), sql).await;
    let uri = postgres_url_of(&name).replacen("postgres://", "postgresql+psycopg2://", 1);
    (name, uri)
}

async fn metadata_database() -> (String, Option<String>) {
    match env::var("SEXTANT_TEST_METADATA").as_deref() {
        Ok("postgres") => {
            let name = format!("sx_api_{}", uuid::Uuid::new_v4().simple());
            postgres_batch(&postgres_url(), &format!("CREATE DATABASE {name}")).await;
            (postgres_url_of(&name), Some(name))
        }
        Ok("sqlite") | Err(_) => (String::new(), None),
        Ok(other) => panic!("SEXTANT_TEST_METADATA: “{other}” is neither sqlite nor postgres"),
    }
}

pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn command(settings: &[(String, String)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sextant"));
    command.current_dir(workspace()).envs(settings.iter().cloned()).env("SEXTANT_LOG_FORMAT", "json");
    command
}

/// Starts the server and waits for the line that tells its port.
fn spawn(settings: &[(String, String)]) -> (Child, String) {
    let mut process = command(settings).arg("serve").stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let log = process.stderr.take().unwrap();
    let (found, told) = mpsc::channel();
    std::thread::spawn(move || {
        let mut log = BufReader::new(log);
        let mut before = String::new();
        loop {
            let mut line = String::new();
            if log.read_line(&mut line).unwrap_or(0) == 0 {
                // The receiver is gone once it has its port; what follows is of no interest then.
                let _unheard = found.send(Err(before));
                return;
            }
            let entry: Value = serde_json::from_str(&line).unwrap_or_default();
            if let Some(address) = entry["fields"]["address"].as_str() {
                let _unheard = found.send(Ok(format!("http://{address}")));
                // Drained, or the server would block on a full pipe.
                let _end = log.read_to_end(&mut Vec::new());
                return;
            }
            before.push_str(&line);
        }
    });
    match told.recv_timeout(START_TIMEOUT) {
        Ok(Ok(url)) => (process, url),
        Ok(Err(log)) => panic!("the server ended before it listened:\n{log}"),
        Err(_) => panic!("the server did not listen within {START_TIMEOUT:?}"),
    }
}
