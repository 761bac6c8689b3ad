//! The SSH tunnel of a connection, as its form has it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What stands for a secret that is stored; sent back, it stays as it is.
pub const MASK: &str = "XXXXXXXXXX";

#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tunnel {
    pub server_address: String,
    /// 22 when there is none.
    pub server_port: Option<u16>,
    pub username: String,
    /// Signs in with the private key, not with the password.
    pub by_key: bool,
    pub password: String,
    pub private_key: String,
    pub private_key_password: String,
    /// `SHA256:…`, or empty: then any key is taken.
    pub host_key: String,
}

impl fmt::Debug for Tunnel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tunnel").field("server_address", &self.server_address).finish_non_exhaustive()
    }
}

#[cfg(feature = "ssr")]
mod ssr {
    use serde_json::{Map, Value, json};

    use super::Tunnel;

    impl Tunnel {
        /// From the API's object, whose secrets are masked.
        pub fn read(stored: &Value) -> Option<Self> {
            let stored = stored.as_object()?;
            let text = |key: &str| stored.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
            let port = stored.get("server_port").and_then(Value::as_u64).and_then(|port| u16::try_from(port).ok());
            Some(Self {
                server_address: text("server_address"),
                server_port: port,
                username: text("username"),
                by_key: !text("private_key").is_empty(),
                password: text("password"),
                private_key: text("private_key"),
                private_key_password: text("private_key_password"),
                host_key: text("host_key"),
            })
        }

        /// The API's object, complete: what the form does not use is null.
        pub fn body(&self) -> Map<String, Value> {
            let credentials = match self.by_key {
                true => json!({ "password": null, "private_key": self.private_key,
                                "private_key_password": self.private_key_password }),
                false => json!({ "password": self.password, "private_key": null, "private_key_password": null }),
            };
            let place = json!({ "server_address": self.server_address, "server_port": self.server_port,
                                "username": self.username, "host_key": self.host_key });
            [place, credentials].into_iter().filter_map(|part| part.as_object().cloned()).flatten().collect()
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use crate::databases::tunnel::MASK;

        #[test]
        fn what_was_stored_is_sent_back_as_it_is() {
            let stored = json!({ "server_address": "bastion", "server_port": 2222, "username": "u",
                                 "private_key": "XXXXXXXXXX", "private_key_password": "XXXXXXXXXX" });
            let tunnel = Tunnel::read(&stored).unwrap();
            assert!(tunnel.by_key);
            let expected = json!({ "server_address": "bastion", "server_port": 2222, "username": "u", "host_key": "",
                                   "password": null, "private_key": MASK, "private_key_password": MASK });
            assert_eq!(Value::Object(tunnel.body()), expected);
            assert_eq!(Tunnel::read(&Value::Null), None);
        }
    }
}
