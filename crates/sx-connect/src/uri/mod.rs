//! A SQLAlchemy URI: how Superset writes down a connection.

mod form;
mod parts;

use std::{collections::BTreeMap, fmt};

use parts::{Parts, decode, encode};

use crate::{ConnectError, ConnectErrorKind};

/// What stands for a password wherever one would be shown; the reference's own mask.
pub const PASSWORD_MASK: &str = "XXXXXXXXXX";

/// `scheme://user:password@host:port/database?option=value`. No `Serialize`; `Debug` and `Display` mask the password.
#[derive(Clone, PartialEq, Eq)]
pub struct ConnectionUri(String);

impl ConnectionUri {
    pub fn parse(text: &str) -> Result<Self, ConnectError> {
        let text = text.trim();
        let scheme = text.split_once("://").map_or("", |(scheme, _)| scheme);
        let is_name = |c: char| c.is_ascii_alphanumeric() || "+_-.".contains(c);
        // The text itself is not repeated: it may hold a password.
        if scheme.is_empty() || !scheme.chars().all(is_name) {
            let message = "A connection is written as \"scheme://user:password@host:port/database\".";
            return Err(ConnectError::new(ConnectErrorKind::ConnectionMissingParametersError, message));
        }
        Ok(Self(text.to_owned()))
    }

    /// The whole text, password included: to open a source, or to seal it. Never log it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The URI with `XXXXXXXXXX` for its password.
    pub fn masked(&self) -> String {
        match self.parts().password {
            Some(_) => self.with_password(PASSWORD_MASK).0,
            None => self.0.clone(),
        }
    }

    /// Whether the password is the mask: it was shown to a user, or exported, and must be filled in again.
    pub fn is_masked(&self) -> bool {
        self.parts().password == Some(PASSWORD_MASK)
    }

    pub fn with_password(&self, password: &str) -> Self {
        let parts = self.parts();
        let username = parts.username.unwrap_or_default();
        Self(format!("{}://{username}:{}@{}", parts.scheme, encode(password), parts.location))
    }

    pub fn without_password(&self) -> Self {
        let parts = self.parts();
        match parts.username {
            Some(username) if !username.is_empty() => Self(format!("{}://{username}@{}", parts.scheme, parts.location)),
            _ => Self(format!("{}://{}", parts.scheme, parts.location)),
        }
    }

    pub fn scheme(&self) -> &str {
        self.parts().scheme
    }

    pub fn username(&self) -> Option<String> {
        self.parts().username.filter(|name| !name.is_empty()).map(decode)
    }

    pub fn password(&self) -> Option<String> {
        self.parts().password.map(decode)
    }

    /// An IPv6 address comes without its brackets.
    pub fn host(&self) -> Option<String> {
        self.parts().host.map(decode)
    }

    pub fn port(&self) -> Result<Option<u16>, ConnectError> {
        let wrong = |text: &str| {
            let message = format!("\"{text}\" is no port: a number from 1 to 65535 is.");
            ConnectError::new(ConnectErrorKind::ConnectionMissingParametersError, message)
        };
        self.parts().port.map(|text| text.parse().map_err(|_| wrong(text))).transpose()
    }

    /// What follows the slash after the host, decoded: a database's name, or a path without its first slash.
    pub fn database(&self) -> Option<String> {
        self.parts().database.map(decode)
    }

    /// The options after `?`; of a repeated one the last.
    pub fn options(&self) -> BTreeMap<String, String> {
        self.parts().options().collect()
    }

    fn parts(&self) -> Parts<'_> {
        Parts::split(&self.0)
    }
}

impl fmt::Debug for ConnectionUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ConnectionUri({})", self.masked())
    }
}

impl fmt::Display for ConnectionUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uri(text: &str) -> ConnectionUri {
        ConnectionUri::parse(text).unwrap()
    }

    #[test]
    fn parts_are_decoded() {
        let uri = uri("postgresql+psycopg2://an%40na:p%40ss%2Fw%3Ard+1@db.example:6543/sal%20es?sslmode=require&a=b+c");
        assert_eq!(uri.scheme(), "postgresql+psycopg2");
        assert_eq!(uri.username().as_deref(), Some("an@na"));
        assert_eq!(uri.password().as_deref(), Some("p@ss/w:rd+1"));
        assert_eq!(uri.host().as_deref(), Some("db.example"));
        assert_eq!(uri.port(), Ok(Some(6543)));
        assert_eq!(uri.database().as_deref(), Some("sal es"));
        assert_eq!(uri.options()["sslmode"], "require");
        assert_eq!(uri.options()["a"], "b c");
    }

    #[test]
    fn parts_may_be_absent() {
        let uri = uri("duckdb:////var/data");
        assert_eq!(
            (uri.username(), uri.password(), uri.host(), uri.database().as_deref()),
            (None, None, None, Some("/var/data"))
        );
        let uri = self::uri("postgresql://[::1]:5432");
        assert_eq!((uri.host().as_deref(), uri.port(), uri.database()), (Some("::1"), Ok(Some(5432)), None));
        assert_eq!(
            self::uri("postgresql://h:x/d").port().unwrap_err().message,
            "\"x\" is no port: a number from 1 to 65535 is."
        );
    }

    #[test]
    fn passwords_are_masked_replaced_and_removed() {
        let whole = uri("postgresql://anna:secret@h:1/d?x=y");
        assert_eq!(whole.masked(), "postgresql://anna:XXXXXXXXXX@h:1/d?x=y");
        assert_eq!(whole.without_password().expose(), "postgresql://anna@h:1/d?x=y");
        assert!(uri(&whole.masked()).is_masked() && !whole.is_masked());
        // Out and back again.
        assert_eq!(uri(&whole.masked()).with_password("secret"), whole);
        assert_eq!(whole.without_password().with_password("secret"), whole);
        assert_eq!(whole.with_password("p@/:?#% ü").password().as_deref(), Some("p@/:?#% ü"));
        assert_eq!(uri("postgresql://h/d").masked(), "postgresql://h/d");
        assert_eq!(uri("postgresql://:pw@h/d").without_password().expose(), "postgresql://h/d");
    }

    #[test]
    fn nothing_shows_a_password() {
        for text in [
            "postgresql://anna:secret@h/d",
            "postgresql://anna:sec/ret@h/d",
            "postgresql://anna:se?cret@h/d",
            "postgresql://anna:x@secret@h/d",
        ] {
            let uri = uri(text);
            for shown in [format!("{uri:?}"), format!("{uri}")] {
                assert!(!shown.contains("ret@") && !shown.contains("secret"), "{shown}");
            }
        }
        let error = ConnectionUri::parse("anna:secret").unwrap_err();
        assert!(!error.message.contains("secret"));
    }
}
