//! What a URI asks of a connection.

use std::{sync::Arc, time::Duration};

use tokio_postgres::{Config, config::SslMode};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::tls;
use crate::{ConnectError, ConnectErrorKind, ConnectionUri, SshTunnel, tunnel::Route};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Sextant only reads; a day means the same on every server; dates and intervals have one spelling.
const SESSION: &str = "-c default_transaction_read_only=on -c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=postgres";

pub(super) struct Options {
    pub config: Config,
    pub tls: MakeRustlsConnect,
    /// For the whole way to a session: name look-up, TCP, TLS, password.
    pub connect_timeout: Duration,
    /// `db.example:5432`, for messages.
    pub address: String,
    /// The name that the server's certificate must have.
    pub host: String,
    pub port: u16,
    /// Through an SSH server, not straight.
    pub route: Option<Arc<Route>>,
}

impl Options {
    pub fn read(uri: &ConnectionUri) -> Result<Self, ConnectError> {
        let options = uri.options();
        let option = |key: &str| options.get(key).map(String::as_str).filter(|value| !value.is_empty());
        let host = uri.host().or_else(|| option("host").map(str::to_owned)).unwrap_or_else(|| "localhost".into());
        let port = uri.port()?.unwrap_or(5432);
        let (ssl_mode, checks) = tls_mode(option("sslmode").unwrap_or("prefer"), option("sslrootcert").is_some())?;
        let connect_timeout = connect_timeout(option("connect_timeout"))?;

        let mut config = Config::new();
        config.host(&host).port(port).ssl_mode(ssl_mode).connect_timeout(connect_timeout);
        config.application_name(option("application_name").unwrap_or("sextant"));
        // What comes last wins.
        config.options(format!("{} {SESSION}", option("options").unwrap_or_default()));
        if let Some(user) = uri.username() {
            config.user(user);
        }
        if let Some(password) = uri.password() {
            config.password(password);
        }
        if let Some(database) = uri.database() {
            config.dbname(database);
        }
        let tls = tls::connector(checks, option("sslrootcert"))?;
        Ok(Self { config, tls, connect_timeout, address: format!("{host}:{port}"), host, port, route: None })
    }

    pub fn through(self, tunnel: SshTunnel) -> Self {
        Self { route: Some(Arc::new(Route::new(tunnel, self.host.clone(), self.port))), ..self }
    }
}

/// libpq's modes; `true` when the server's certificate is checked. As there, a root certificate makes `require` check.
/// `verify-ca` checks the name too: stricter than asked is the safe side.
fn tls_mode(mode: &str, has_root: bool) -> Result<(SslMode, bool), ConnectError> {
    match mode {
        "disable" => Ok((SslMode::Disable, false)),
        "allow" | "prefer" => Ok((SslMode::Prefer, false)),
        "require" => Ok((SslMode::Require, has_root)),
        "verify-ca" | "verify-full" => Ok((SslMode::Require, true)),
        other => Err(wrong(format!(
            "\"{other}\" is no sslmode: disable, allow, prefer, require, verify-ca and verify-full are."
        ))),
    }
}

fn connect_timeout(option: Option<&str>) -> Result<Duration, ConnectError> {
    let Some(text) = option else { return Ok(CONNECT_TIMEOUT) };
    match text.parse::<u64>() {
        // To libpq zero means for ever, which a server must not wait.
        Ok(0) => Ok(CONNECT_TIMEOUT),
        Ok(seconds) => Ok(Duration::from_secs(seconds.min(600))),
        Err(_) => Err(wrong(format!("\"{text}\" is no connect_timeout: a number of seconds is."))),
    }
}

fn wrong(message: String) -> ConnectError {
    ConnectError::new(ConnectErrorKind::ConnectionMissingParametersError, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(uri: &str) -> Result<Options, String> {
        Options::read(&ConnectionUri::parse(uri).unwrap()).map_err(|error| error.message)
    }

    #[test]
    fn a_superset_uri_is_understood() {
        let options =
            read("postgresql+psycopg2://an%40na:p%2Fw@db:6543/sales?sslmode=require&connect_timeout=3").unwrap();
        let config = &options.config;
        assert_eq!(config.get_user(), Some("an@na"));
        assert_eq!(config.get_password(), Some(&b"p/w"[..]));
        assert_eq!((config.get_dbname(), config.get_ports()), (Some("sales"), &[6543][..]));
        assert_eq!(config.get_ssl_mode(), SslMode::Require);
        assert_eq!(options.connect_timeout, Duration::from_secs(3));
        assert_eq!(options.address, "db:6543");
        assert!(config.get_options().unwrap().contains("default_transaction_read_only=on"));
        assert_eq!(config.get_application_name(), Some("sextant"));
    }

    #[test]
    fn the_session_stays_read_only_whatever_the_uri_says() {
        let options = read("postgresql://h/d?options=-c%20default_transaction_read_only%3Doff").unwrap();
        let text = options.config.get_options().unwrap().to_owned();
        assert!(text.find("read_only=off").unwrap() < text.find("read_only=on").unwrap(), "{text}");
    }

    #[test]
    fn wrong_options_are_sentences() {
        insta::assert_snapshot!(read("postgresql://h/d?sslmode=maybe").err().unwrap(), @r#""maybe" is no sslmode: disable, allow, prefer, require, verify-ca and verify-full are."#);
        insta::assert_snapshot!(read("postgresql://h/d?connect_timeout=soon").err().unwrap(), @r#""soon" is no connect_timeout: a number of seconds is."#);
        insta::assert_snapshot!(read("postgresql://h/d?sslmode=verify-full&sslrootcert=/nowhere.pem").err().unwrap(), @r#"The root certificate "/nowhere.pem" cannot be read as PEM."#);
    }

    #[test]
    fn only_the_verifying_modes_check_certificates() {
        assert_eq!(tls_mode("require", false).unwrap(), (SslMode::Require, false));
        assert_eq!(tls_mode("require", true).unwrap(), (SslMode::Require, true));
        assert_eq!(tls_mode("verify-full", false).unwrap(), (SslMode::Require, true));
        assert_eq!(tls_mode("prefer", true).unwrap(), (SslMode::Prefer, false));
    }
}
