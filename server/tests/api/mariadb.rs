//! The MariaDB of the tests, by its own client.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use sx_connect::ConnectionUri;

fn server() -> ConnectionUri {
    let uri = std::env::var("SEXTANT_TEST_MYSQL")
        .expect("SEXTANT_TEST_MYSQL: run the tests by `make test-rust` or .ci/with-services");
    ConnectionUri::parse(&uri).unwrap()
}

/// A new schema (to MySQL: a database), with texts compared in this way.
pub fn mariadb_schema(collation: &str) -> String {
    let schema = format!("sx_api_{}", uuid::Uuid::new_v4().simple());
    mariadb("", &format!("CREATE DATABASE {schema} CHARACTER SET utf8mb4 COLLATE {collation}"));
    schema
}

pub fn mariadb_uri(schema: &str) -> String {
    format!("{}/{schema}", server().expose().trim_end_matches('/'))
}

/// What the client prints that is given this script: a line for each row, tabs between the values.
pub fn mariadb(schema: &str, sql: &str) -> String {
    let uri = server();
    let mut client = Command::new("mariadb");
    client
        .args(["--no-defaults", "--batch", "--skip-column-names", "--protocol=tcp", "--local-infile=1"])
        .args(["--default-character-set=utf8mb4", "-h", &uri.host().unwrap(), "-D", schema])
        .args(["-P", &uri.port().unwrap().unwrap_or(3306).to_string(), "-u", &uri.username().unwrap()])
        .env("MYSQL_PWD", uri.password().unwrap_or_default());
    client_output(&mut client, sql)
}

/// What a database's own client prints that is given this script.
pub fn client_output(client: &mut Command, script: &str) -> String {
    let mut client = client.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    client.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    let output = client.wait_with_output().unwrap();
    assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
