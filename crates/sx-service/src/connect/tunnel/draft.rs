//! What a request says of a tunnel, on top of what is stored.

use std::fmt;

use serde::Deserialize;
use serde_json::{Map, Value};
use sx_connect::{SSH_PORT, host_key_fingerprint};
use sx_model::Result;
use sx_store::Secret;

use super::{SECRETS, Tunnel, port};
use crate::{databases::MASK, wrong::Wrong};

/// The reference's `DatabaseSSHTunnel`, and the server's key. What is absent stays as it is, null is nothing, a secret of
/// `XXXXXXXXXX` is the stored one.
#[derive(schemars::JsonSchema)]
#[schemars(rename = "SshTunnel")]
#[expect(dead_code, reason = "it tells the fields' names to the document")]
pub struct SshTunnelJson {
    server_address: Option<String>,
    /// 22 unless it is said.
    server_port: Option<u16>,
    username: Option<String>,
    password: Option<String>,
    /// OpenSSH, PEM or PuTTY, instead of a password.
    private_key: Option<String>,
    private_key_password: Option<String>,
    /// Fingerprint of the server's key, `SHA256:…`; another key is refused.
    host_key: Option<String>,
}

/// Kept as it came: whether a field was given makes a difference.
#[derive(Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct TunnelDraft(Map<String, Value>);

impl fmt::Debug for TunnelDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl TunnelDraft {
    pub fn new(fields: Map<String, Value>) -> Self {
        Self(fields)
    }

    /// The tunnel that comes out. 422 with every field that is missing or wrong, as `ssh_tunnel.username`.
    pub(crate) fn over(&self, stored: Option<&Tunnel>) -> Result<Tunnel> {
        let mut faults = Faults::default();
        let nothing = Tunnel::default();
        let before = stored.unwrap_or(&nothing);
        let text = |faults: &mut Faults, key, before: &str| match self.0.get(key) {
            None => before.to_owned(),
            Some(value) => faults.text(key, value).unwrap_or_default(),
        };
        let mut tunnel = Tunnel {
            server_address: text(&mut faults, "server_address", &before.server_address),
            server_port: self.port(&mut faults, before),
            username: text(&mut faults, "username", &before.username),
            host_key: Some(text(&mut faults, "host_key", before.host_key.as_deref().unwrap_or_default())),
            ..Tunnel::default()
        };
        tunnel.server_address = tunnel.server_address.trim_matches(['[', ']']).to_owned();
        tunnel.host_key = faults.host_key(tunnel.host_key.filter(|text| !text.is_empty()));
        faults.require("server_address", &tunnel.server_address, "Enter the SSH server's name or address.");
        faults.require("username", &tunnel.username, "Enter the user on the SSH server.");
        let is_same_server = stored.is_some() && tunnel.server() == before.server();
        let old = [&before.password, &before.private_key, &before.private_key_password];
        let [password, private_key, passphrase] =
            [0, 1, 2].map(|at| self.secret(at, old[at].as_ref(), is_same_server, &mut faults));
        (tunnel.password, tunnel.private_key, tunnel.private_key_password) = (password, private_key, passphrase);
        self.check_credentials(&tunnel, &mut faults);
        faults.check().map(|()| tunnel)
    }

    fn port(&self, faults: &mut Faults, before: &Tunnel) -> u16 {
        let unsaid = if before.server_port == 0 { SSH_PORT } else { before.server_port };
        match self.0.get("server_port") {
            None => unsaid,
            Some(Value::Null) => SSH_PORT,
            Some(value) => port(value).unwrap_or_else(|| {
                faults.add("server_port", "A number from 1 to 65535 is expected.");
                unsaid
            }),
        }
    }

    /// The stored one only for the server that it was given for.
    fn secret(&self, at: usize, before: Option<&Secret>, is_same_server: bool, faults: &mut Faults) -> Option<Secret> {
        let key = SECRETS[at];
        let is_kept = match self.0.get(key) {
            None => before.is_some() && !self.is_replaced(key),
            Some(value) if value == MASK => true,
            Some(value) => return faults.raw_text(key, value).filter(|text| !text.trim().is_empty()).map(Secret::new),
        };
        if !is_kept {
            return None;
        }
        match before {
            Some(_) if !is_same_server => {
                faults
                    .add(key, "The SSH server changed: enter it again. The stored one is not sent to another server.");
                None
            }
            Some(before) => Some(before.clone()),
            None => {
                faults.add(key, "It is masked, and none is stored: enter it.");
                None
            }
        }
    }

    /// A new password takes the key's place without anybody naming the key, and the other way round.
    fn is_replaced(&self, key: &str) -> bool {
        let is_new = |key: &str| {
            let text = self.0.get(key).and_then(Value::as_str).unwrap_or_default();
            !text.trim().is_empty() && text != MASK
        };
        if key == "password" { is_new("private_key") } else { is_new("password") || is_new("private_key") }
    }

    fn check_credentials(&self, tunnel: &Tunnel, faults: &mut Faults) {
        if SECRETS.iter().any(|key| faults.has(key)) {
            return;
        }
        match (&tunnel.password, &tunnel.private_key) {
            (Some(_), Some(_)) => {
                faults.add("private_key", "The SSH server takes a password or a private key, not both.")
            }
            (None, None) if tunnel.private_key_password.is_some() => {
                faults.add("private_key", "A passphrase is given, and no private key: enter the key.");
            }
            (None, None) if self.0.get("private_key").is_some_and(Value::is_string) => {
                faults.add("private_key", "Enter the private key for the SSH server.");
            }
            (None, None) => faults.add("password", "Enter a password or a private key for the SSH server."),
            (Some(_), None) | (None, Some(_)) => {}
        }
    }
}

#[derive(Default)]
struct Faults {
    wrong: Wrong,
    fields: Vec<String>,
}

impl Faults {
    fn add(&mut self, field: &str, message: &str) {
        self.fields.push(field.to_owned());
        self.wrong.add(&format!("ssh_tunnel.{field}"), message);
    }

    fn has(&self, field: &str) -> bool {
        self.fields.iter().any(|it| it == field)
    }

    fn require(&mut self, field: &str, text: &str, message: &str) {
        if text.is_empty() && !self.has(field) {
            self.add(field, message);
        }
    }

    fn check(self) -> Result<()> {
        self.wrong.check()
    }

    /// `None` for null and for what is no text, which is a fault.
    fn raw_text(&mut self, field: &str, value: &Value) -> Option<String> {
        match value {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            _ => {
                self.add(field, "Not a valid string.");
                None
            }
        }
    }

    fn text(&mut self, field: &str, value: &Value) -> Option<String> {
        self.raw_text(field, value).map(|text| text.trim().to_owned())
    }

    fn host_key(&mut self, text: Option<String>) -> Option<String> {
        let read = host_key_fingerprint(text.as_deref()?);
        if read.is_none() {
            self.add("host_key", "A fingerprint as ssh-keygen -lf prints it is expected: SHA256: and 43 characters.");
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn over(draft: Value, stored: Option<&Tunnel>) -> std::result::Result<Tunnel, String> {
        TunnelDraft(draft.as_object().cloned().unwrap_or_default()).over(stored).map_err(|error| error.message)
    }

    fn stored() -> Tunnel {
        let new = json!({ "server_address": " [::1] ", "username": "u", "password": "p" });
        over(new, None).unwrap()
    }

    #[test]
    fn what_is_not_said_stays() {
        let stored = stored();
        assert_eq!((stored.server_address.as_str(), stored.server_port), ("::1", SSH_PORT));
        assert_eq!(over(json!({}), Some(&stored)), Ok(stored.clone()));
        let masked = json!({ "id": 7, "password": MASK, "private_key": null, "host_key": "" });
        assert_eq!(over(masked, Some(&stored)), Ok(stored.clone()));
        let port = over(json!({ "server_port": "2222", "password": "q" }), Some(&stored)).unwrap();
        assert_eq!((port.server_port, port.password), (2222, Some(Secret::new("q"))));
    }

    #[test]
    fn one_way_to_sign_in_takes_the_place_of_the_other() {
        let stored = stored();
        let by_key = over(json!({ "private_key": "k", "private_key_password": "s" }), Some(&stored)).unwrap();
        assert_eq!((&by_key.password, by_key.private_key_password.is_some()), (&None, true));
        // A passphrase belongs to its key.
        assert_eq!(over(json!({ "private_key": "other" }), Some(&by_key)).unwrap().private_key_password, None);
        let by_password = over(json!({ "password": "p" }), Some(&by_key)).unwrap();
        assert_eq!(by_password, stored);

        let both = json!({ "password": MASK, "private_key": "k" });
        insta::assert_snapshot!(over(both, Some(&stored)).unwrap_err(), @"ssh_tunnel.private_key: The SSH server takes a password or a private key, not both.");
        insta::assert_snapshot!(over(json!({ "password": null }), Some(&stored)).unwrap_err(), @"ssh_tunnel.password: Enter a password or a private key for the SSH server.");
        insta::assert_snapshot!(over(json!({ "password": null, "private_key": "" }), Some(&stored)).unwrap_err(), @"ssh_tunnel.private_key: Enter the private key for the SSH server.");
        insta::assert_snapshot!(over(json!({ "username": 1 }), Some(&stored)).unwrap_err(), @"ssh_tunnel.username: Not a valid string.");
    }

    #[test]
    fn nothing_shows_what_was_typed() {
        let draft = TunnelDraft(Map::from_iter([("password".to_owned(), "open sesame".into())]));
        assert_eq!(format!("{draft:?}"), r#"{"password"}"#);
    }
}
