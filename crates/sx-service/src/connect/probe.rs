//! Trying out a connection before it is stored.

use std::time::Duration;

use serde_json::{Map, json};
use sx_connect::{ConnectError, ConnectErrorKind as Kind, Connector};
use sx_model::{AppError, ErrorKind, Result};
use tokio::{
    net::{TcpStream, lookup_host},
    time::timeout,
};

use super::{ConnectionDraft, Tunnel, connection_error, draft::connector_of};
use crate::{Caller, Service, access::Action, databases::PROBE_TIMEOUT};

/// A form is checked while somebody fills it in: a host that does not answer is not waited for.
const REACH_TIMEOUT: Duration = Duration::from_secs(5);
const SSH_SERVER: &[&str] = &["ssh_tunnel.server_address", "ssh_tunnel.server_port"];

/// A connection that works.
pub struct Tested {
    /// Fingerprint of the key that the tunnel's SSH server showed.
    pub ssh_host_key: Option<String>,
}

impl Service {
    /// Connects once. The error says what to do, and which settings are probably wrong.
    pub async fn test_connection(&self, caller: &Caller, draft: &ConnectionDraft) -> Result<Tested> {
        caller.require(Action::TestDatabase)?;
        self.try_connection(draft).await
    }

    pub(crate) async fn try_connection(&self, draft: &ConnectionDraft) -> Result<Tested> {
        let source = self.drafted(draft).await?.open(&self.config.data_roots)?;
        match timeout(PROBE_TIMEOUT, source.ping()).await {
            Ok(outcome) => {
                outcome.map_err(connection_error)?;
                Ok(Tested { ssh_host_key: source.ssh_host_key() })
            }
            Err(_) => Err(AppError::new(ErrorKind::Timeout, "The database did not answer in time. Try again later.")),
        }
    }

    /// Looks at a form's values, then whether the host is known and the port open: the SSH server's, where there is a tunnel.
    /// Nobody signs in.
    pub async fn validate_parameters(&self, caller: &Caller, draft: &ConnectionDraft) -> Result<()> {
        caller.require(Action::TestDatabase)?;
        let connector = connector_of(draft.engine.as_deref())?;
        let values = draft.values();
        let checked = check_values(connector, &values);
        if let Some(Some(given)) = &draft.ssh_tunnel {
            let stored = self.stored_for(draft).await?.as_ref().and_then(Tunnel::stored);
            let tunnel = together(checked, given.over(stored.as_ref()))?;
            let reached = reach(&tunnel.server_address, tunnel.server_port).await;
            return reached.map_err(|error| connection_error(ConnectError { told: Some(SSH_SERVER), ..error }));
        }
        checked?;
        let (Some(host), Some(port)) = (values.get("host"), values.get("port").and_then(|port| port.parse().ok()))
        else {
            return Ok(());
        };
        reach(host, port).await.map_err(connection_error)
    }
}

/// What both say is wrong, at once.
fn together<T>(first: Result<()>, second: Result<T>) -> Result<T> {
    match (first, second) {
        (Ok(()), second) => second,
        (Err(error), Ok(_)) => Err(error),
        (Err(mut error), Err(other)) => {
            error.message = format!("{} {}", error.message, other.message);
            error.extra.extend(other.extra);
            Err(error)
        }
    }
}

/// All that is missing or wrong, at once.
fn check_values(connector: &dyn Connector, values: &std::collections::BTreeMap<String, String>) -> Result<()> {
    let value = |key: &str| values.get(key).map(String::as_str).unwrap_or_default();
    let settings = connector.settings();
    let missing: Vec<_> =
        settings.iter().filter(|it| it.required && it.default.is_empty() && value(it.key).is_empty()).collect();
    let faults: Vec<_> = settings.iter().filter_map(|it| Some((it.key, it.fault(value(it.key))?))).collect();
    if missing.is_empty() && faults.is_empty() {
        return Ok(());
    }
    let mut sentences = Vec::new();
    if !missing.is_empty() {
        let keys: Vec<_> = missing.iter().map(|setting| setting.key).collect();
        sentences.push(format!("One or more parameters are missing: {}.", keys.join(", ")));
    }
    sentences.extend(faults.iter().map(|(_, sentence)| sentence.clone()));
    let mut error = connection_error(ConnectError::new(Kind::ConnectionMissingParametersError, sentences.join(" ")));
    let keys = Map::from_iter([
        ("missing".to_owned(), json!(missing.iter().map(|setting| setting.key).collect::<Vec<_>>())),
        ("invalid".to_owned(), json!(faults.iter().map(|(key, _)| key).collect::<Vec<_>>())),
    ]);
    error.extra.extend(keys);
    Err(error)
}

async fn reach(host: &str, port: u16) -> std::result::Result<(), ConnectError> {
    let unknown =
        || ConnectError::new(Kind::ConnectionInvalidHostnameError, format!("The host name \"{host}\" is unknown."));
    let addresses: Vec<_> = match timeout(REACH_TIMEOUT, lookup_host((host, port))).await {
        Ok(Ok(addresses)) => addresses.collect(),
        Ok(Err(_)) | Err(_) => return Err(unknown()),
    };
    if addresses.is_empty() {
        return Err(unknown());
    }
    match timeout(REACH_TIMEOUT, TcpStream::connect(addresses.as_slice())).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) if error.kind() == std::io::ErrorKind::ConnectionRefused => {
            let message = format!("Nothing listens at {host}:{port}: the connection was refused.");
            Err(ConnectError::new(Kind::ConnectionPortClosedError, message))
        }
        Ok(Err(_)) | Err(_) => {
            let message = format!("The server at {host}:{port} cannot be reached.");
            Err(ConnectError::new(Kind::ConnectionHostDownError, message))
        }
    }
}
