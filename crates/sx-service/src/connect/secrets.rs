//! Secrets that an import brings besides the password: they are sealed, and what stays readable has the mask in their place.

use serde_json::{Map, Value};
use sx_store::Secret;

use super::tunnel::{KEY, SECRETS};
use crate::databases::MASK;

/// Given beside the bundle: password, private key and its passphrase.
pub(crate) type TunnelSecrets<'a> = [Option<&'a String>; 3];

/// In the reference's words, for each that is masked in the file and not given beside it.
const MISSING: [&str; 3] = [
    "Must provide a password for the ssh tunnel",
    "Must provide a private key for the ssh tunnel",
    "Must provide a private key password for the ssh tunnel",
];

#[derive(Debug, Default, PartialEq)]
pub(crate) struct ImportedSecrets {
    pub encrypted_extra: Option<Secret>,
    /// A JSON object of what was given.
    pub ssh_tunnel: Option<Secret>,
    /// A sentence for each secret that is nowhere.
    pub missing: Vec<&'static str>,
}

/// Takes them out of the keys of a connection's file that we do not understand ourselves. A mask is no secret: what stands beside
/// the bundle takes its place.
pub(crate) fn take_secrets(rest: &mut Map<String, Value>, beside: TunnelSecrets<'_>) -> ImportedSecrets {
    let encrypted_extra = match rest.shift_remove("encrypted_extra") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text).filter(|text| !text.trim().is_empty()),
        Some(other) => Some(other.to_string()),
    };
    let (mut tunnel_secrets, mut missing) = (Map::new(), Vec::new());
    if let Some(Value::Object(tunnel)) = rest.get_mut(KEY) {
        for ((key, beside), sentence) in SECRETS.into_iter().zip(beside).zip(MISSING) {
            let in_file = tunnel.get(key).filter(|value| !value.is_null());
            let secret = match (beside, in_file) {
                (Some(text), _) => Value::from(text.as_str()),
                (None, Some(value)) if value == MASK => {
                    missing.push(sentence);
                    continue;
                }
                (None, Some(Value::String(text))) => Value::from(text.as_str()),
                // YAML makes a number of a password of digits.
                (None, Some(other)) => other.to_string().into(),
                (None, None) => continue,
            };
            tunnel_secrets.insert(key.to_owned(), secret);
            tunnel.insert(key.to_owned(), MASK.into());
        }
    }
    let ssh_tunnel = (!tunnel_secrets.is_empty()).then(|| Secret::new(Value::Object(tunnel_secrets).to_string()));
    ImportedSecrets { encrypted_extra: encrypted_extra.map(Secret::new), ssh_tunnel, missing }
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
        let secrets = take_secrets(rest, [None; 3]);
        assert_eq!(secrets.encrypted_extra, Some(Secret::new("{\"key\": \"open sesame\"}")));
        assert_eq!(secrets.ssh_tunnel, Some(Secret::new("{\"password\":\"open sesame\"}")));
        let left = Value::Object(rest.clone()).to_string();
        insta::assert_snapshot!(left, @r#"{"ssh_tunnel":{"server_address":"a","password":"XXXXXXXXXX","private_key":"XXXXXXXXXX","private_key_password":null}}"#);
        assert_eq!(secrets.missing, [MISSING[1]]);

        let beside = "from beside".to_owned();
        let secrets = take_secrets(rest, [Some(&beside), Some(&beside), None]);
        let sealed = Secret::new("{\"password\":\"from beside\",\"private_key\":\"from beside\"}");
        assert_eq!(secrets, ImportedSecrets { ssh_tunnel: Some(sealed), ..ImportedSecrets::default() });
        assert!(!Value::Object(rest.clone()).to_string().contains("beside"));
        let nothing = take_secrets(&mut Map::new(), [Some(&beside), None, None]);
        assert_eq!(nothing, ImportedSecrets::default());
    }
}
