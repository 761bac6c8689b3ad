//! Questions over the API, whose answers can be given up.

use gloo_net::http::Request;
use serde::{Serialize, de::DeserializeOwned};
use sx_model::{AppError, ErrorKind};
use web_sys::AbortSignal;

use crate::Failure;

/// The failure has the server's words where it gave some.
pub async fn post<T: DeserializeOwned>(
    url: &str,
    question: &impl Serialize,
    signal: Option<&AbortSignal>,
) -> Result<T, Failure> {
    let request = Request::post(url).header("Accept", "application/json").abort_signal(signal);
    let request = request.json(question).map_err(|_| Failure::unreachable())?;
    let response = request.send().await.map_err(|_| Failure::unreachable())?;
    let text = response.text().await.map_err(|_| Failure::unreachable())?;
    if !response.ok() {
        return Err(failure(response.status(), &text));
    }
    serde_json::from_str(&text).map_err(|_| Failure::of_status(500))
}

/// `{"errors": [{"message"}]}`, or `{"message"}`, as the reference spells it.
fn failure(status: u16, text: &str) -> Failure {
    let plain = Failure::of_status(status);
    if status == 401 {
        return plain;
    }
    let body: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    let said = body["errors"][0]["message"].as_str().or(body["message"].as_str());
    match said {
        Some(message) => Failure { kind: kind(status, plain.kind), message: message.to_owned() },
        None => plain,
    }
}

/// Errors of the database are the asker's to mend: trying again does not help, another question may.
fn kind(status: u16, plain: ErrorKind) -> ErrorKind {
    match status {
        400 => ErrorKind::Invalid,
        422 => ErrorKind::Unprocessable,
        504 => ErrorKind::Timeout,
        404 => AppError::not_found("").kind,
        _ => plain,
    }
}
