//! Servers that refuse, hang, or are not there.

use std::time::{Duration, Instant};

use sx_connect::ConnectErrorKind as Kind;
use tokio::net::TcpListener;

use crate::{
    harness::*,
    mysql_server::{MySqlScratch, admin, mysql_uri},
};

async fn refused(uri: &str) -> (Kind, String) {
    let error = open(uri).ping().await.unwrap_err();
    (error.kind, error.message)
}

/// The test server's URI of another user.
fn changed(user: &str, password: &str, database: &str) -> String {
    let uri = mysql_uri();
    format!("mysql://{user}:{password}@{}:{}/{database}", uri.host().unwrap(), uri.port().unwrap().unwrap())
}

#[tokio::test]
async fn a_hanging_server_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let begun = Instant::now();
    let (kind, message) = refused(&format!("mysql://a:b@127.0.0.1:{port}/d?connect_timeout=1")).await;
    assert_eq!(kind, Kind::ConnectionHostDownError);
    assert_eq!(message, format!("The server at 127.0.0.1:{port} did not answer within 1 second."));
    assert!(begun.elapsed() < Duration::from_secs(3));
}

#[tokio::test]
async fn a_server_that_hangs_up_or_is_another_is_no_answer() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move { while listener.accept().await.is_ok() {} });
    assert_eq!(refused(&format!("mysql://a:b@127.0.0.1:{port}/d")).await.0, Kind::ConnectionHostDownError);

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let _ = tokio::io::AsyncWriteExt::write_all(&mut socket, b"\x05\0\0\0HTTP/").await;
        }
    });
    let (_, message) = refused(&format!("mysql://a:b@127.0.0.1:{port}/d")).await;
    insta::assert_snapshot!(message, @"The server answered something that is not of its protocol.");
}

#[tokio::test]
async fn a_closed_port_and_an_unknown_host_are_told_apart() {
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let (kind, message) = refused(&format!("mysql://a:b@127.0.0.1:{port}/d")).await;
    assert_eq!(kind, Kind::ConnectionPortClosedError);
    assert_eq!(message, format!("Nothing listens at 127.0.0.1:{port}: the connection was refused."));

    let (kind, message) = refused("mysql://a:b@no-such-host.invalid/d").await;
    assert_eq!(kind, Kind::ConnectionInvalidHostnameError);
    insta::assert_snapshot!(message, @r#"The host name "no-such-host.invalid" is unknown."#);
}

#[tokio::test]
async fn wrong_credentials_are_told_in_the_servers_words() {
    let scratch = MySqlScratch::new("CREATE TABLE t (a int)");
    let user = &scratch.schema[..20];
    admin(&format!("CREATE USER {user}@'127.0.0.1' IDENTIFIED BY 'right'"));
    let (kind, message) = refused(&changed(user, "wrong", "")).await;
    assert_eq!(kind, Kind::ConnectionAccessDeniedError);
    assert_eq!(message, format!("Access denied for user '{user}'@'127.0.0.1' (using password: YES)"));
    let (kind, message) = refused(&changed(user, "", "")).await;
    assert_eq!(kind, Kind::ConnectionAccessDeniedError);
    assert!(message.contains("using password: NO"), "{message}");
    let (kind, message) = refused(&changed(user, "right", &scratch.schema)).await;
    assert_eq!(kind, Kind::ConnectionAccessDeniedError);
    assert!(message.contains("to database"), "{message}");

    let root = mysql_uri();
    let (kind, message) = refused(&changed("root", &root.password().unwrap(), "no_such_database")).await;
    assert_eq!(kind, Kind::ConnectionUnknownDatabaseError);
    insta::assert_snapshot!(message, @"Unknown database 'no_such_database'");

    let source = open(&changed(user, "right", ""));
    source.ping().await.unwrap();
    let denied = ask(&*source, &format!("SELECT * FROM {}.t", scratch.schema)).await.unwrap_err();
    assert_eq!(denied.kind, Kind::ConnectionDatabasePermissionsError, "{denied}");
    // Without a database of its own, a table needs a schema.
    let error = ask(&*source, "SELECT * FROM t").await.unwrap_err();
    insta::assert_snapshot!(error.message, @"No database selected");
    admin(&format!("DROP USER {user}@'127.0.0.1'"));
}

#[tokio::test]
async fn every_way_to_prove_a_password_is_known() {
    admin("INSTALL PLUGIN IF NOT EXISTS ed25519 SONAME 'auth_ed25519'");
    let scratch = MySqlScratch::new("");
    let user = &scratch.schema[..20];
    for plugin in ["mysql_native_password", "ed25519"] {
        admin(&format!("CREATE OR REPLACE USER {user}@'127.0.0.1' IDENTIFIED VIA {plugin} USING PASSWORD('p@ss')"));
        open(&changed(user, "p%40ss", "")).ping().await.unwrap();
        assert_eq!(refused(&changed(user, "wrong", "")).await.0, Kind::ConnectionAccessDeniedError, "{plugin}");
    }
    admin(&format!("DROP USER {user}@'127.0.0.1'"));
}

#[tokio::test]
async fn tls_is_asked_for_where_the_uri_says_so() {
    let scratch = MySqlScratch::new("");
    let ca = std::env::var("SEXTANT_TEST_MYSQL_CA").unwrap();
    let cipher = async |query: &str| {
        let source = open(&scratch.uri(query));
        let sql =
            "SELECT variable_value <> '' FROM information_schema.session_status WHERE variable_name = 'Ssl_cipher'";
        source.ping().await?;
        Ok::<_, sx_connect::ConnectError>(value(&*source, sql).await)
    };
    assert_eq!(cipher("?ssl_mode=DISABLED").await.unwrap(), "0");
    for query in ["", "?ssl_mode=PREFERRED", "?ssl=1", "?ssl_mode=REQUIRED", &format!("?ssl_ca={ca}")] {
        assert_eq!(cipher(query).await.unwrap(), "1", "{query}");
    }
    assert_eq!(cipher(&format!("?ssl_mode=VERIFY_IDENTITY&ssl_ca={ca}")).await.unwrap(), "1");
    // The system does not know who signed the test server's certificate.
    let error = cipher("?ssl_mode=VERIFY_IDENTITY").await.unwrap_err();
    assert!(error.message.starts_with("The server's certificate was refused"), "{error}");
}
