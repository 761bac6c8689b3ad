//! NDJSON: an answer on each line.

use bytes::Bytes;
use serde::Serialize;
use sx_model::{AppError, ErrorEntry, Result};

use super::BatchId;

#[derive(Serialize)]
pub(super) struct Failed<'a> {
    pub id: &'a BatchId,
    pub status: u16,
    pub errors: Vec<ErrorEntry>,
}

impl<'a> Failed<'a> {
    pub fn new(id: &'a BatchId, error: &AppError) -> Self {
        Self { id, status: error.status_code(), errors: error.body().errors }
    }
}

/// A line for each who asked. `body` is a JSON object, `{"result": …}`, which is not copied but for its first byte.
pub(super) fn lines(ids: &[BatchId], body: Result<Bytes>) -> Vec<Bytes> {
    let mut pieces = Vec::with_capacity(ids.len() * 3);
    for id in ids {
        match &body {
            Ok(body) => {
                pieces.push(format!("{{\"id\":{},\"status\":200,", text(id)).into());
                pieces.push(body.slice(body.len().min(1)..));
            }
            Err(error) => pieces.push(text(&Failed::new(id, error)).into()),
        }
        pieces.push(Bytes::from_static(b"\n"));
    }
    pieces
}

/// Ids and errors are texts and numbers: they always are JSON.
fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(ids: &[BatchId], body: Result<&'static str>) -> String {
        let pieces = lines(ids, body.map(Bytes::from));
        pieces.iter().map(|piece| std::str::from_utf8(piece).unwrap()).collect()
    }

    #[test]
    fn each_who_asked_gets_a_line() {
        let ids = [BatchId::Number(7), BatchId::Text("a \"b\"\n".to_owned())];
        insta::assert_snapshot!(joined(&ids, Ok(r#"{"result":[]}"#)), @r#"
        {"id":7,"status":200,"result":[]}
        {"id":"a \"b\"\n","status":200,"result":[]}
        "#);
        insta::assert_snapshot!(joined(&ids[..1], Err(AppError::not_found("Chart"))), @r#"{"id":7,"status":404,"errors":[{"message":"Chart not found","error_type":"OBJECT_DOES_NOT_EXIST_ERROR","level":"warning","extra":{}}]}"#);
    }
}
