//! Why a connection cannot be made, and what to do about it.

use serde_json::{Value, json};
use sx_connect::{ConnectError, ConnectErrorKind as Kind};
use sx_model::AppError;

use crate::sources::connect_error;

/// As [`connect_error`], with advice in the sentence, and in `extra` the settings that are probably `invalid` and the
/// reference's issue codes.
pub(crate) fn connection_error(error: ConnectError) -> AppError {
    let mut told = connect_error(ConnectError::new(error.kind, error.with_advice()));
    let settings = error.settings();
    if !settings.is_empty() {
        told.extra.insert("invalid".to_owned(), json!(settings));
    }
    told.extra.insert("issue_codes".to_owned(), issue_codes(error.kind));
    told
}

fn issue_codes(kind: Kind) -> Value {
    let issues: &[(u16, &str)] = match kind {
        Kind::ConnectionInvalidHostnameError => &[(1007, "The hostname provided can't be resolved.")],
        Kind::ConnectionPortClosedError => &[(1008, "The port is closed.")],
        Kind::ConnectionHostDownError => {
            &[(1009, "The host might be down, and can't be reached on the provided port.")]
        }
        Kind::ConnectionInvalidUsernameError => {
            &[(1012, "The username provided when connecting to a database is not valid.")]
        }
        Kind::ConnectionInvalidPasswordError => {
            &[(1013, "The password provided when connecting to a database is not valid.")]
        }
        Kind::ConnectionAccessDeniedError => {
            &[(1014, "Either the username or the password is wrong."), (1015, UNKNOWN_DATABASE)]
        }
        Kind::ConnectionUnknownDatabaseError => &[(1015, UNKNOWN_DATABASE)],
        Kind::ConnectionDatabasePermissionsError => &[(1017, "User doesn't have the proper permissions.")],
        Kind::ConnectionMissingParametersError => {
            &[(1018, "One or more parameters needed to configure a database are missing.")]
        }
        _ => &[(1002, "The database returned an unexpected error.")],
    };
    issues.iter().map(|(code, text)| json!({ "code": code, "message": format!("Issue {code} - {text}") })).collect()
}

const UNKNOWN_DATABASE: &str = "Either the database is spelled incorrectly or does not exist.";
