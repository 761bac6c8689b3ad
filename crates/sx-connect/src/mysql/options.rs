//! What a URI asks of a connection.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use rustls::ClientConfig;

use crate::{
    ConnectError, ConnectErrorKind, ConnectionUri, SshTunnel,
    tls::{TlsFiles, client_config},
    tunnel::Route,
};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

pub(super) struct Options {
    pub host: String,
    pub port: u16,
    pub username: String,
    pub password: String,
    /// Tables that are named without a schema are looked for here.
    pub database: Option<String>,
    pub tls: Tls,
    /// For the whole way to a session: name look-up, TCP, TLS, password.
    pub connect_timeout: Duration,
    /// `db.example:3306`, for messages.
    pub address: String,
    /// Through an SSH server, not straight.
    pub route: Option<Route>,
}

pub(super) enum Tls {
    Never,
    IfTheServerCan(Arc<ClientConfig>),
    Always(Arc<ClientConfig>),
}

impl Options {
    pub fn read(uri: &ConnectionUri) -> Result<Self, ConnectError> {
        let options = uri.options();
        let option = |key: &str| options.get(key).map(String::as_str).filter(|value| !value.is_empty());
        let host = uri.host().unwrap_or_else(|| "localhost".into());
        let port = uri.port()?.unwrap_or(3306);
        Ok(Self {
            address: format!("{host}:{port}"),
            host,
            port,
            username: uri.username().unwrap_or_default(),
            password: uri.password().unwrap_or_default(),
            database: uri.database(),
            tls: tls(&options)?,
            connect_timeout: connect_timeout(option("connect_timeout").or_else(|| option("connection_timeout")))?,
            route: None,
        })
    }

    pub fn through(self, tunnel: SshTunnel) -> Self {
        Self { route: Some(Route::new(tunnel, self.host.clone(), self.port)), ..self }
    }
}

/// The words of mysqlclient (`ssl_mode`, `ssl=1`), PyMySQL (`ssl_verify_cert`) and MySQL Connector (`ssl_disabled`).
fn tls(options: &BTreeMap<String, String>) -> Result<Tls, ConnectError> {
    let option = |key: &str| options.get(key).map(String::as_str).filter(|value| !value.is_empty());
    let is_on =
        |key: &str| option(key).is_some_and(|value| matches!(value.to_ascii_lowercase().as_str(), "1" | "true"));
    let files = TlsFiles { root: option("ssl_ca"), own: option("ssl_cert").zip(option("ssl_key")) };
    let checks_when_on = is_on("ssl_verify_cert") || is_on("ssl_verify_identity");
    let config = |checks| client_config(checks, &files).map(Arc::new);
    let mode = option("ssl_mode").or_else(|| option("sslmode")).map(str::to_ascii_uppercase);
    match mode.as_deref() {
        Some("DISABLED") => Ok(Tls::Never),
        Some("PREFERRED") => Ok(Tls::IfTheServerCan(config(false)?)),
        // As in the client of MySQL, a root certificate is there to be checked against.
        Some("REQUIRED") => Ok(Tls::Always(config(checks_when_on || files.root.is_some())?)),
        Some("VERIFY_CA" | "VERIFY_IDENTITY") => Ok(Tls::Always(config(true)?)),
        Some(other) => Err(wrong(format!(
            "\"{other}\" is no ssl_mode: DISABLED, PREFERRED, REQUIRED, VERIFY_CA and VERIFY_IDENTITY are."
        ))),
        None if is_on("ssl_disabled") => Ok(Tls::Never),
        None if checks_when_on || files.root.is_some() => Ok(Tls::Always(config(true)?)),
        None if is_on("ssl") || files.own.is_some() => Ok(Tls::Always(config(false)?)),
        None => Ok(Tls::IfTheServerCan(config(false)?)),
    }
}

fn connect_timeout(option: Option<&str>) -> Result<Duration, ConnectError> {
    let Some(text) = option else { return Ok(CONNECT_TIMEOUT) };
    match text.parse::<u64>() {
        // Zero means for ever, which a server must not wait.
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

    fn mode(query: &str) -> &'static str {
        match read(&format!("mysql://h/d?{query}")).unwrap().tls {
            Tls::Never => "never",
            Tls::IfTheServerCan(_) => "if it can",
            Tls::Always(_) => "always",
        }
    }

    #[test]
    fn a_superset_uri_is_understood() {
        let options =
            read("mysql+pymysql://an%40na:p%2Fw@db:3307/sales?charset=utf8mb4&ssl_mode=required&connect_timeout=3")
                .unwrap();
        assert_eq!((options.username.as_str(), options.password.as_str()), ("an@na", "p/w"));
        assert_eq!((options.database.as_deref(), options.address.as_str()), (Some("sales"), "db:3307"));
        assert_eq!(options.connect_timeout, Duration::from_secs(3));
        assert_eq!((read("mysql://h").unwrap().port, read("mysql://h").unwrap().database), (3306, None));
    }

    #[test]
    fn every_drivers_word_for_tls_is_understood() {
        for (query, expected) in [
            ("", "if it can"),
            ("ssl_mode=DISABLED", "never"),
            ("ssl_disabled=true", "never"),
            ("ssl_mode=preferred", "if it can"),
            ("ssl=1", "always"),
            ("ssl=true", "always"),
            ("ssl_mode=VERIFY_IDENTITY", "always"),
            ("ssl_verify_cert=true", "always"),
        ] {
            assert_eq!(mode(query), expected, "{query}");
        }
    }

    #[test]
    fn wrong_options_are_sentences() {
        insta::assert_snapshot!(read("mysql://h/d?ssl_mode=maybe").err().unwrap(), @r#""MAYBE" is no ssl_mode: DISABLED, PREFERRED, REQUIRED, VERIFY_CA and VERIFY_IDENTITY are."#);
        insta::assert_snapshot!(read("mysql://h/d?connect_timeout=soon").err().unwrap(), @r#""soon" is no connect_timeout: a number of seconds is."#);
        insta::assert_snapshot!(read("mysql://h/d?ssl_ca=/nowhere.pem").err().unwrap(), @r#"The root certificate "/nowhere.pem" cannot be read as PEM."#);
        insta::assert_snapshot!(read("mysql://h/d?ssl_cert=/no.pem&ssl_key=/no.key").err().unwrap(), @r#"The file "/no.pem" cannot be read as PEM."#);
    }
}
