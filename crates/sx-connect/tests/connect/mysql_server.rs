//! The MariaDB of the tests.

use std::{env, process::Command, sync::Arc, time::Duration};

use sx_connect::{ConnectionUri, Source};
use uuid::Uuid;

use crate::harness::open;

pub fn mysql_uri() -> ConnectionUri {
    let uri = env::var("SEXTANT_TEST_MYSQL").expect(
        "SEXTANT_TEST_MYSQL is not set: the tests of sx-connect need a MariaDB or MySQL server. `make test` starts one; by \
         hand, set it to the URI of a superuser of a scratch server",
    );
    ConnectionUri::parse(&uri).unwrap()
}

/// What the server's own client prints: a line for each row, tabs between the values.
pub fn admin(sql: &str) -> String {
    let uri = mysql_uri();
    let output = Command::new("mariadb")
        .args(["--no-defaults", "--batch", "--skip-column-names", "--protocol=tcp", "--default-character-set=utf8mb4"])
        .args(["-h", &uri.host().unwrap(), "-P", &uri.port().unwrap().unwrap_or(3306).to_string()])
        .args(["-u", &uri.username().unwrap(), "-e", sql])
        .env("MYSQL_PWD", uri.password().unwrap_or_default())
        .output()
        .unwrap();
    assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

/// A schema (to MySQL: a database) of its own, which goes with the test.
pub struct MySqlScratch {
    pub schema: String,
}

impl MySqlScratch {
    pub fn new(ddl: &str) -> Self {
        let schema = format!("sx_{}", Uuid::new_v4().simple());
        admin(&format!("CREATE DATABASE {schema}; USE {schema}; {ddl}"));
        Self { schema }
    }

    /// With this after the database's name.
    pub fn uri(&self, query: &str) -> String {
        format!("{}/{}{query}", mysql_uri().expose().trim_end_matches('/'), self.schema)
    }

    pub fn source(&self) -> Arc<dyn Source> {
        open(&self.uri(""))
    }

    /// How many of the source's connections do something; with `''`, how many there are.
    pub fn connections(&self, but: &str) -> i64 {
        let sql = "SELECT COUNT(*) FROM information_schema.processlist WHERE db =";
        admin(&format!("{sql} '{}' AND command <> '{but}'", self.schema)).parse().unwrap()
    }

    pub async fn wait_until_busy(&self, expected: i64) {
        self.wait_for("Sleep", expected).await;
    }

    pub async fn wait_until_connected(&self, expected: i64) {
        self.wait_for("", expected).await;
    }

    /// A cancellation takes a moment to arrive.
    async fn wait_for(&self, but: &str, expected: i64) {
        let mut count = -1;
        for _ in 0..100 {
            count = self.connections(but);
            if count == expected {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{count} connections, not {expected}");
    }
}

impl Drop for MySqlScratch {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            admin(&format!("DROP DATABASE {}", self.schema));
        }
    }
}
