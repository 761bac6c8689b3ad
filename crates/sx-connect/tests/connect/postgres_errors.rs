//! Servers that refuse, hang, or are not there.

use std::time::{Duration, Instant};

use sx_connect::{ConnectErrorKind as Kind, ConnectionUri};
use tokio::net::TcpListener;

use crate::harness::*;

async fn refused(uri: &str) -> (Kind, String) {
    let error = open(uri).ping().await.unwrap_err();
    (error.kind, error.message)
}

/// The test server's URI with another user, password or database.
fn changed(user: Option<&str>, password: Option<&str>, database: Option<&str>) -> String {
    let uri = ConnectionUri::parse(&server_uri()).unwrap();
    let mut settings = uri.settings();
    settings.insert("password".into(), password.map(str::to_owned).or(uri.password()).unwrap_or_default());
    for (key, value) in [("username", user), ("database", database)] {
        if let Some(value) = value {
            settings.insert(key.into(), value.into());
        }
    }
    let connector = sx_connect::connector_for(&uri).unwrap();
    ConnectionUri::from_settings(connector, &settings).unwrap().expose().to_owned()
}

#[tokio::test]
async fn a_hanging_server_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let begun = Instant::now();
    let (kind, message) = refused(&format!("postgresql://a:b@127.0.0.1:{port}/d?connect_timeout=1")).await;
    assert_eq!(kind, Kind::ConnectionHostDownError);
    assert_eq!(message, format!("The server at 127.0.0.1:{port} did not answer within 1 second."));
    assert!(begun.elapsed() < Duration::from_secs(3));
}

#[tokio::test]
async fn a_server_that_hangs_up_is_no_answer() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            drop(socket);
        }
    });
    let (kind, _) = refused(&format!("postgresql://a:b@127.0.0.1:{port}/d")).await;
    assert_eq!(kind, Kind::ConnectionHostDownError);
}

#[tokio::test]
async fn a_closed_port_and_an_unknown_host_are_told_apart() {
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let (kind, message) = refused(&format!("postgresql://a:b@127.0.0.1:{port}/d")).await;
    assert_eq!(kind, Kind::ConnectionPortClosedError);
    assert_eq!(message, format!("Nothing listens at 127.0.0.1:{port}: the connection was refused."));

    let (kind, message) = refused("postgresql://a:b@no-such-host.invalid/d").await;
    assert_eq!(kind, Kind::ConnectionInvalidHostnameError);
    insta::assert_snapshot!(message, @r#"The host name "no-such-host.invalid" is unknown."#);
}

#[tokio::test]
async fn wrong_credentials_are_told_apart() {
    let (kind, message) = refused(&changed(None, None, Some("no_such_database"))).await;
    assert_eq!(kind, Kind::ConnectionUnknownDatabaseError);
    insta::assert_snapshot!(message, @r#"database "no_such_database" does not exist"#);

    // A role of our own: the server's `pg_hba.conf` may trust its superuser, and then no password is wrong.
    let scratch = Scratch::new("").await;
    let role = &scratch.schema;
    let allowed = scratch
        .admin
        .query_one("SELECT count(*) FROM pg_hba_file_rules WHERE auth_method = 'trust' AND type = 'host'", &[])
        .await;
    let asks_for_passwords = allowed.unwrap().get::<_, i64>(0) == 0;
    let (kind, message) = refused(&changed(Some("no_such_role"), Some("secret"), None)).await;
    match asks_for_passwords {
        true => assert_eq!(kind, Kind::ConnectionInvalidPasswordError, "{message}"),
        false => assert_eq!(kind, Kind::ConnectionInvalidUsernameError, "{message}"),
    }
    scratch.admin.batch_execute(&format!("CREATE ROLE {role} LOGIN PASSWORD 'right'")).await.unwrap();
    if asks_for_passwords {
        let (kind, message) = refused(&changed(Some(role), Some("wrong"), None)).await;
        assert_eq!(kind, Kind::ConnectionInvalidPasswordError);
        assert_eq!(message, format!("password authentication failed for user \"{role}\""));
        let (kind, _) = refused(&changed(Some(role), Some(""), None)).await;
        assert_eq!(kind, Kind::ConnectionInvalidPasswordError);
    }
    let source = open(&changed(Some(role), Some("right"), None));
    source.ping().await.unwrap();

    let denied = ask(&*source, "SELECT * FROM pg_authid").await.unwrap_err();
    assert_eq!(denied.kind, Kind::ConnectionDatabasePermissionsError);
    insta::assert_snapshot!(denied.message, @"permission denied for table pg_authid");
    drop(source);
    scratch.wait_for_connections("%", 0).await;
    scratch.admin.batch_execute(&format!("DROP ROLE {role}")).await.unwrap();
    scratch.drop_schema().await;
}

#[tokio::test]
async fn tls_is_asked_for_where_the_uri_says_so() {
    let scratch = Scratch::new("").await;
    let has_tls: String = scratch.admin.query_one("SHOW ssl", &[]).await.unwrap().get(0);
    let uri = scratch.uri();
    open(&format!("{uri}&sslmode=disable")).ping().await.unwrap();
    open(&format!("{uri}&sslmode=prefer")).ping().await.unwrap();
    let required = open(&format!("{uri}&sslmode=require")).ping().await;
    assert_eq!(required.is_ok(), has_tls == "on", "{required:?}");
    // No certificate authority signed the test server's certificate, if it has one.
    assert!(open(&format!("{uri}&sslmode=verify-full")).ping().await.is_err());
    scratch.drop_schema().await;
}
