//! PostgreSQL through SSH servers of every temper.

use std::{sync::Arc, time::Duration};

use sx_connect::{
    ConnectError, ConnectErrorKind as Kind, ConnectionUri, DataRoots, Secret, Source, SshCredentials, SshTunnel,
    connector_for,
};
use tokio::net::TcpListener;

use crate::{
    harness::*,
    ssh_server::{INSIDE, INSIDE_PORT, PASSPHRASE, PASSWORD, SshServer, USER, ssh_key},
};

async fn server() -> SshServer {
    let uri = ConnectionUri::parse(&server_uri()).unwrap();
    SshServer::start(&format!("{}:{}", uri.host().unwrap(), uri.port().unwrap().unwrap_or(5432))).await
}

/// The test server's URI as it is seen from the SSH server.
fn inside() -> String {
    inside_at(INSIDE, INSIDE_PORT)
}

fn inside_at(host: &str, port: u16) -> String {
    let uri = ConnectionUri::parse(&server_uri()).unwrap();
    let mut settings = uri.settings();
    settings.extend(
        [("host", host.to_owned()), ("port", port.to_string()), ("connect_timeout", "5".to_owned())]
            .map(|(key, value)| (key.to_owned(), value)),
    );
    settings.extend(uri.password().map(|password| ("password".to_owned(), password)));
    ConnectionUri::from_settings(connector_for(&uri).unwrap(), &settings).unwrap().expose().to_owned()
}

fn with_password(server: &SshServer, password: &str) -> SshTunnel {
    SshTunnel {
        server_address: "127.0.0.1".to_owned(),
        server_port: server.port,
        username: USER.to_owned(),
        credentials: SshCredentials::Password(Secret::new(password)),
        host_key: Some(server.host_key.clone()),
    }
}

fn with_key(server: &SshServer, key: &str, passphrase: Option<&str>) -> SshTunnel {
    let credentials = SshCredentials::PrivateKey { key: Secret::new(key), passphrase: passphrase.map(Secret::new) };
    SshTunnel { credentials, ..with_password(server, "") }
}

fn through(tunnel: SshTunnel, uri: &str) -> Result<Arc<dyn Source>, ConnectError> {
    let uri = ConnectionUri::parse(uri).unwrap();
    connector_for(&uri).unwrap().open_through(tunnel, &uri, &DataRoots::new([std::env::temp_dir()]))
}

async fn refused(tunnel: SshTunnel) -> (Kind, String, &'static [&'static str]) {
    let error = through(tunnel, &inside()).unwrap().ping().await.unwrap_err();
    assert_eq!(error.with_advice(), error.message, "the message itself says what to do");
    (error.kind, error.message.clone(), error.settings())
}

#[tokio::test]
async fn a_database_behind_an_ssh_server_answers() {
    let server = server().await;
    let source = through(with_password(&server, PASSWORD), &inside()).unwrap();
    assert_eq!((source.ssh_host_key(), server.sessions()), (None, 0), "opened before anybody asked");
    assert_eq!(value(&*source, "SELECT 1 + 1").await, "2");
    assert_eq!(source.ssh_host_key().as_ref(), Some(&server.host_key));
    assert_eq!(server.forwarded(), [(INSIDE.to_owned(), u32::from(INSIDE_PORT))]);
    // The connection is kept, and with it its session.
    assert_eq!(value(&*source, "SELECT count(*) FROM generate_series(1, 100000)").await, "100000");
    assert_eq!(server.sessions(), 1);
    // Straight there is nothing of that name.
    assert_eq!(open(&inside()).ping().await.unwrap_err().kind, Kind::ConnectionInvalidHostnameError);

    drop(source);
    for _ in 0..100 {
        if server.open_sessions() == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the session outlives its source");
}

#[tokio::test]
async fn keys_and_questions_let_in_as_well() {
    let server = server().await;
    let rsa = with_key(&server, &ssh_key("rsa"), None);
    through(rsa, &inside()).unwrap().ping().await.unwrap();
    let locked = with_key(&server, &ssh_key("locked"), Some(PASSPHRASE));
    through(locked, &inside()).unwrap().ping().await.unwrap();
    // Without a fingerprint any key is taken.
    let unchecked = SshTunnel { host_key: None, ..with_password(&server, PASSWORD) };
    let source = through(unchecked, &inside()).unwrap();
    source.ping().await.unwrap();
    assert_eq!(source.ssh_host_key().as_ref(), Some(&server.host_key));

    server.ask_questions();
    through(with_password(&server, PASSWORD), &inside()).unwrap().ping().await.unwrap();
    assert_eq!(refused(with_password(&server, "wrong")).await.0, Kind::ConnectionAccessDeniedError);
}

#[tokio::test]
async fn who_is_refused_learns_why() {
    let server = server().await;
    let address = format!("127.0.0.1:{}", server.port);
    let (kind, message, settings) = refused(with_password(&server, "wrong")).await;
    assert_eq!(
        (kind, settings),
        (Kind::ConnectionAccessDeniedError, &["ssh_tunnel.username", "ssh_tunnel.password"][..])
    );
    let expected = "refused the user \"tunnel\" with this password. Check both, and that the server takes passwords.";
    assert_eq!(message, format!("The SSH server {address} {expected}"));

    let (kind, message, settings) = refused(with_key(&server, &ssh_key("other"), None)).await;
    assert_eq!((kind, settings[1]), (Kind::ConnectionAccessDeniedError, "ssh_tunnel.private_key"));
    assert!(message.contains("authorized_keys"), "{message}");

    let wrong = refused(with_key(&server, &ssh_key("locked"), Some("close sesame"))).await;
    assert_eq!((wrong.0, wrong.2), (Kind::ConnectionInvalidPasswordError, &["ssh_tunnel.private_key_password"][..]));
    insta::assert_snapshot!(wrong.1, @"The private key's passphrase is wrong, or the key is damaged. Enter the passphrase again.");
    let missing = refused(with_key(&server, &ssh_key("locked"), None)).await;
    insta::assert_snapshot!(missing.1, @"The private key has a passphrase. Enter it.");
    let unreadable = refused(with_key(&server, "ssh-ed25519 AAAA", None)).await;
    assert_eq!(unreadable.2, ["ssh_tunnel.private_key"]);
}

#[tokio::test]
async fn another_host_key_is_refused_before_the_password_is_told() {
    let server = server().await;
    let expected = "SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDe8kg1dlmVHRzhUAA";
    let tunnel = SshTunnel { host_key: Some(expected.to_owned()), ..with_password(&server, PASSWORD) };
    let (kind, message, settings) = refused(tunnel).await;
    assert_eq!((kind, settings), (Kind::ConnectionAccessDeniedError, &["ssh_tunnel.host_key"][..]));
    assert!(message.contains(expected) && message.contains(&server.host_key), "{message}");
    assert_eq!(server.tried(), [""; 0]);
}

#[tokio::test]
async fn a_tunnel_that_leads_nowhere_is_told() {
    let server = server().await;
    let nowhere = through(with_password(&server, PASSWORD), &inside_at("db.elsewhere", 1)).unwrap();
    let error = nowhere.ping().await.unwrap_err();
    assert_eq!((error.kind, error.settings()), (Kind::ConnectionPortClosedError, &["host", "port"][..]));
    assert!(error.message.contains("could not reach the database at db.elsewhere:1"), "{error}");

    // The database's own errors stay its own.
    let wrong = inside().replacen(":6432/postgres", ":6432/no_such_database", 1);
    let error = through(with_password(&server, PASSWORD), &wrong).unwrap().ping().await.unwrap_err();
    assert_eq!(error.kind, Kind::ConnectionUnknownDatabaseError, "{error}");

    server.forbid_forwarding();
    let (kind, message, _) = refused(with_password(&server, PASSWORD)).await;
    assert_eq!(kind, Kind::ConnectionAccessDeniedError);
    assert!(message.contains("does not allow tunnels to db.inside:6432"), "{message}");
}

#[tokio::test]
async fn ssh_servers_that_are_none_are_given_up() {
    let server = server().await;
    let at = |port| SshTunnel { server_port: port, ..with_password(&server, PASSWORD) };
    let hanging = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let tunnel = at(hanging.local_addr().unwrap().port());
    let uri = inside().replace("connect_timeout=5", "connect_timeout=1");
    let error = through(tunnel, &uri).unwrap().ping().await.unwrap_err();
    assert_eq!(error.kind, Kind::ConnectionHostDownError);
    assert!(error.message.contains("did not answer within 1 second"), "{error}");

    let port = hanging.local_addr().unwrap().port();
    drop(hanging);
    let (kind, _, settings) = refused(at(port)).await;
    assert_eq!(
        (kind, settings),
        (Kind::ConnectionPortClosedError, &["ssh_tunnel.server_address", "ssh_tunnel.server_port"][..])
    );
    let unknown = SshTunnel { server_address: "no-such-host.invalid".to_owned(), ..at(22) };
    assert_eq!(refused(unknown).await.0, Kind::ConnectionInvalidHostnameError);

    let hangs_up = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let tunnel = at(hangs_up.local_addr().unwrap().port());
    tokio::spawn(async move { while hangs_up.accept().await.is_ok() {} });
    let (kind, message, _) = refused(tunnel).await;
    assert_eq!(kind, Kind::ConnectionHostDownError);
    assert!(message.contains("did not become an SSH session"), "{message}");
}

#[tokio::test]
async fn a_lost_session_is_opened_again() {
    let server = server().await;
    let source = through(with_password(&server, PASSWORD), &inside()).unwrap();
    assert_eq!(value(&*source, "SELECT 1").await, "1");
    for _ in 0..3 {
        server.drop_sessions();
        assert_eq!(value(&*source, "SELECT 2").await, "2");
        assert_eq!(server.sessions(), 1);
    }
}

#[tokio::test]
async fn a_query_through_a_tunnel_is_cancelled() {
    let server = server().await;
    let scratch = Scratch::new("").await;
    let options = scratch.uri().split_once("options=").unwrap().1.to_owned();
    let source = through(with_password(&server, PASSWORD), &format!("{}&options={options}", inside())).unwrap();
    let asking = tokio::spawn({
        let source = Arc::clone(&source);
        async move { ask(&*source, "SELECT pg_sleep(60)").await.map(drop) }
    });
    scratch.wait_for_connections("active", 1).await;
    asking.abort();
    scratch.wait_for_connections("%", 0).await;
    // The cancellation is a connection of its own, perhaps more than one, through the same session.
    assert!(server.forwarded().len() >= 2 && server.sessions() == 1);
    scratch.drop_schema().await;
}

#[tokio::test]
async fn tls_inside_of_a_tunnel_is_the_databases_own() {
    let server = server().await;
    let scratch = Scratch::new("").await;
    let has_tls: String = scratch.admin.query_one("SHOW ssl", &[]).await.unwrap().get(0);
    let source = through(with_password(&server, PASSWORD), &format!("{}&sslmode=require", inside())).unwrap();
    assert_eq!(source.ping().await.is_ok(), has_tls == "on");
    scratch.drop_schema().await;
}

#[test]
fn no_tunnel_leads_to_a_folder() {
    let tunnel = SshTunnel {
        server_address: "bastion".to_owned(),
        server_port: 22,
        username: USER.to_owned(),
        credentials: SshCredentials::Password(Secret::new(PASSWORD)),
        host_key: None,
    };
    let error = through(tunnel, "duckdb:////tmp").err().unwrap();
    insta::assert_snapshot!(error.message, @"Files (DuckDB) is on Sextant's own machine: no SSH tunnel leads there.");
    assert!(sx_connect::CONNECTORS.iter().any(|connector| connector.takes_tunnels()));
}
