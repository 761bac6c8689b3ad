//! Secrets that an import brings besides the password: they are sealed, and what stays readable has the mask in their place.

use serde_json::{Map, Value};
use sx_store::Secret;

use crate::databases::MASK;

const TUNNEL_SECRETS: [&str; 3] = ["password", "private_key", "private_key_password"];

#[derive(Debug, Default, PartialEq)]
pub(crate) struct ImportedSecrets {
    pub encrypted_extra: Option<Secret>,
    /// A JSON object of what was given.
    pub ssh_tunnel: Option<Secret>,
}

/// Takes them out of the keys of a connection's file that we do not understand ourselves. A mask is no secret.
pub(crate) fn take_secrets(rest: &mut Map<String, Value>) -> ImportedSecrets {
    let encrypted_extra = match rest.shift_remove("encrypted_extra") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text).filter(|text| !text.trim().is_empty()),
        Some(other) => Some(other.to_string()),
    };
    let mut tunnel_secrets = Map::new();
    if let Some(Value::Object(tunnel)) = rest.get_mut("ssh_tunnel") {
        for key in TUNNEL_SECRETS {
            if let Some(value) = tunnel.get_mut(key).filter(|value| !value.is_null() && *value != MASK) {
                tunnel_secrets.insert(key.to_owned(), std::mem::replace(value, MASK.into()));
            }
        }
    }
    let ssh_tunnel = (!tunnel_secrets.is_empty()).then(|| Secret::new(Value::Object(tunnel_secrets).to_string()));
    ImportedSecrets { encrypted_extra: encrypted_extra.map(Secret::new), ssh_tunnel }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_are_taken_and_masked() {
        let mut rest = json!({
            "encrypted_extra": "{\"key\": \"open sesame\"}",
            "ssh_tunnel": { "server_address": "a", "password": "open sesame", "private_key": MASK, "private_key_password": null },
        });
        let rest = rest.as_object_mut().unwrap();
        let secrets = take_secrets(rest);
        assert_eq!(secrets.encrypted_extra, Some(Secret::new("{\"key\": \"open sesame\"}")));
        assert_eq!(secrets.ssh_tunnel, Some(Secret::new("{\"password\":\"open sesame\"}")));
        let left = Value::Object(rest.clone()).to_string();
        insta::assert_snapshot!(left, @r#"{"ssh_tunnel":{"server_address":"a","password":"XXXXXXXXXX","private_key":"XXXXXXXXXX","private_key_password":null}}"#);
        assert_eq!(take_secrets(rest), ImportedSecrets::default());
    }
}
