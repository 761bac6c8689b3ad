//! MySQL's reasons in the reference's words.

use std::io;

use mysql_common::{
    constants::CapabilityFlags,
    io::ParseBuf,
    packets::{ErrPacket, ServerError},
};

use crate::{ConnectError, ConnectErrorKind as Kind, network::io_connect_error, tls::refused_certificate};

/// What may go wrong on a connection.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// The server's own sentence.
    #[error("{message}")]
    Server { code: u16, message: String },
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error("{0}")]
    Tls(String),
    /// The server wants a proof of who we are that we cannot give.
    #[error("{0}")]
    Auth(String),
    #[error("The server answered something that is not of its protocol.")]
    Protocol,
}

impl Failure {
    /// Of a packet that begins with 0xFF. Before the handshake is over servers leave out the state.
    pub fn of_packet(packet: &[u8], is_signed_in: bool) -> Self {
        let capabilities = if is_signed_in { CapabilityFlags::CLIENT_PROTOCOL_41 } else { CapabilityFlags::empty() };
        match ParseBuf(packet).parse::<ErrPacket<'_>>(capabilities) {
            Ok(ErrPacket::Error(error)) => Self::of_server(&error),
            _ => Self::Protocol,
        }
    }

    fn of_server(error: &ServerError<'_>) -> Self {
        let message = error.message_str();
        // `#28000…` where the state came although it was not announced.
        let message = message.strip_prefix('#').and_then(|rest| rest.get(5..)).unwrap_or(&message);
        Self::Server { code: error.error_code(), message: message.to_owned() }
    }

    /// Whether the connection is of no more use, whatever was asked on it.
    pub fn is_lost(&self) -> bool {
        match self {
            Self::Server { code, .. } => LAST_WORDS.contains(code),
            Self::Io(_) | Self::Protocol => true,
            Self::Tls(_) | Self::Auth(_) => false,
        }
    }
}

/// Server shutdown, connection killed (MariaDB), connection closed because nobody used it (MySQL).
const LAST_WORDS: [u16; 3] = [1053, 1927, 4031];

/// Why a session could not be opened at `address`.
pub(super) fn connect_error(failure: &Failure, address: &str) -> ConnectError {
    match failure {
        Failure::Server { code, message } => ConnectError::new(connect_kind(*code), message),
        Failure::Io(error) => match refused_certificate(&error.to_string()) {
            Some(sentence) => ConnectError::new(Kind::GenericDbEngineError, sentence),
            None => io_connect_error(error, address),
        },
        Failure::Tls(_) | Failure::Protocol => ConnectError::new(Kind::GenericDbEngineError, failure.to_string()),
        Failure::Auth(_) => ConnectError::new(Kind::ConnectionAccessDeniedError, failure.to_string()),
    }
}

/// Why an open session did not answer.
pub(super) fn query_error(failure: &Failure) -> ConnectError {
    match failure {
        Failure::Server { code, message } => ConnectError::new(query_kind(*code), message),
        Failure::Io(_) => ConnectError::new(Kind::ConnectionHostDownError, "The server closed the connection."),
        other => ConnectError::new(Kind::GenericDbEngineError, other.to_string()),
    }
}

fn connect_kind(code: u16) -> Kind {
    match code {
        // To a database, with a password, from this host, by a plugin.
        1044 | 1045 | 1129 | 1130 | 1698 => Kind::ConnectionAccessDeniedError,
        1049 => Kind::ConnectionUnknownDatabaseError,
        other => query_kind(other),
    }
}

fn query_kind(code: u16) -> Kind {
    match code {
        1054 => Kind::ColumnDoesNotExistError,
        1051 | 1146 => Kind::TableDoesNotExistError,
        1049 => Kind::SchemaDoesNotExistError,
        1064 | 1149 => Kind::SyntaxError,
        1044 | 1142 | 1143 | 1227 | 1370 => Kind::ConnectionDatabasePermissionsError,
        // Interrupted, lock wait, statement time of MariaDB and of MySQL.
        1205 | 1317 | 1969 | 3024 => Kind::BackendTimeoutError,
        1053 | 1927 | 4031 => Kind::ConnectionHostDownError,
        _ => Kind::GenericDbEngineError,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_the_servers_own_with_or_without_a_state() {
        for (packet, is_signed_in) in [
            (&b"\xff\x15\x04#28000Access denied"[..], true),
            (b"\xff\x15\x04#28000Access denied", false),
            (b"\xff\x15\x04Access denied", false),
        ] {
            let failure = Failure::of_packet(packet, is_signed_in);
            let error = connect_error(&failure, "h:1");
            assert_eq!((error.kind, error.message.as_str()), (Kind::ConnectionAccessDeniedError, "Access denied"));
        }
        assert!(matches!(Failure::of_packet(b"\xff", true), Failure::Protocol));
    }
}
