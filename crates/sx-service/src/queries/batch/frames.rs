//! Frames: the length of what follows, a line of JSON, and the rows as an Arrow IPC stream.

use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;
use sx_connect::egress::{FileFormat, TableFile};
use sx_model::{AppError, ErrorKind, Result};

use super::{BatchId, lines::Failed};
use crate::queries::{Asked, ChartData};

/// The answer to one query.
pub(super) struct Part {
    /// Without its rows.
    result: Value,
    /// An Arrow IPC stream; nothing where something else than rows was asked for.
    rows: Bytes,
}

#[derive(Serialize)]
struct Head<'a> {
    id: &'a BatchId,
    status: u16,
    /// Which one of the question's queries this is, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<usize>,
    /// How many there are.
    queries: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<&'a Value>,
}

/// Takes the processor's time: on a thread of its own.
pub(super) fn parts(data: &ChartData) -> Result<Vec<Part>> {
    data.heads()
        .map(|head| {
            let (result, asked) = head.map_err(|_| AppError::internal())?;
            Ok(Part { result, rows: asked.map_or(Ok(Bytes::new()), rows)? })
        })
        .collect()
}

fn rows(asked: &Asked) -> Result<Bytes> {
    let columns: Vec<_> = asked.answer.processed.table.columns.iter().collect();
    let names = columns.iter().map(|column| column.name.clone()).collect();
    let mut file = TableFile::new(FileFormat::Arrow, names);
    let write = file.write(&columns).and_then(|bytes| Ok([bytes, file.finish()?].concat()));
    write.map(Bytes::from).map_err(|error| AppError::new(ErrorKind::Unprocessable, error.to_string()))
}

/// A frame for each query of each who asked; one without rows where there is no query, or no answer.
pub(super) fn frames(ids: &[BatchId], parts: Result<Vec<Part>>) -> Vec<Bytes> {
    let mut pieces = Vec::new();
    for id in ids {
        match &parts {
            Err(error) => frame(&Failed::new(id, error), &Bytes::new(), &mut pieces),
            Ok(parts) if parts.is_empty() => {
                let head = Head { id, status: 200, query: None, queries: 0, result: None };
                frame(&head, &Bytes::new(), &mut pieces);
            }
            Ok(parts) => {
                for (at, part) in parts.iter().enumerate() {
                    let (query, result) = (Some(at), Some(&part.result));
                    let head = Head { id, status: 200, query, queries: parts.len(), result };
                    frame(&head, &part.rows, &mut pieces);
                }
            }
        }
    }
    pieces
}

fn frame(head: &impl Serialize, rows: &Bytes, pieces: &mut Vec<Bytes>) {
    // Made of texts, numbers and what was JSON already.
    let mut text = serde_json::to_vec(head).unwrap_or_default();
    text.push(b'\n');
    let length = (text.len() + rows.len()) as u64;
    pieces.extend([length.to_le_bytes().to_vec().into(), text.into(), rows.clone()]);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_reader_finds_each_frame_by_its_length() {
        let part = |rows: &'static [u8]| Part { result: json!({ "rowcount": 1 }), rows: Bytes::from_static(rows) };
        let mut bytes = frames(&[BatchId::Number(1)], Ok(vec![part(b"\xff\n"), part(b"")])).concat();
        bytes.extend(frames(&[BatchId::Number(2)], Err(AppError::forbidden())).concat());
        bytes.extend(frames(&[BatchId::Number(3)], Ok(Vec::new())).concat());
        let mut seen = String::new();
        while !bytes.is_empty() {
            let length = u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
            let rest = bytes.split_off(8 + length);
            let end = bytes.iter().position(|byte| *byte == b'\n').unwrap();
            let head = std::str::from_utf8(&bytes[8..end]).unwrap();
            seen += &format!("{head} + {} bytes\n", bytes.len() - end - 1);
            bytes = rest;
        }
        insta::assert_snapshot!(seen, @r#"
        {"id":1,"status":200,"query":0,"queries":2,"result":{"rowcount":1}} + 2 bytes
        {"id":1,"status":200,"query":1,"queries":2,"result":{"rowcount":1}} + 0 bytes
        {"id":2,"status":403,"errors":[{"message":"You do not have access to this.","error_type":"SECURITY_ACCESS_ERROR","level":"warning","extra":{}}]} + 0 bytes
        {"id":3,"status":200,"queries":0} + 0 bytes
        "#);
    }
}
