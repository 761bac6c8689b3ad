//! Many answers in one: lines of JSON or frames of Arrow, each sent as soon as it is ready.

use std::convert::Infallible;

use axum::{
    body::Body,
    extract::FromRequestParts,
    http::{
        HeaderMap,
        header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, VARY},
        request::Parts,
    },
    response::{IntoResponse, Response},
};
use futures::StreamExt as _;
use serde_json::json;
use sx_model::ErrorEntry;
use sx_service::{BatchForm, BatchId, BatchStream, ChartData};

use crate::openapi::{Answers, Draft, Takes};

const LINES: &str = "application/x-ndjson";
const FRAMES: &str = "application/vnd.sextant.arrow-frames";
/// What is in the frames; who names it gets them.
const ARROW: &str = "application/vnd.apache.arrow.stream";

/// The form that the client's `Accept` names first; lines where it names none of ours.
pub struct Wanted(pub BatchForm);

impl<S: Send + Sync> FromRequestParts<S> for Wanted {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self(wanted(&parts.headers)))
    }
}

impl Takes for Wanted {
    fn takes(draft: &mut Draft<'_>) {
        draft.parameters.push(json!({
            "name": "Accept",
            "in": "header",
            "required": false,
            "description": format!("{FRAMES} or {ARROW} for frames of Arrow; lines of JSON without it."),
            "schema": { "type": "string" },
        }));
    }
}

fn wanted(headers: &HeaderMap) -> BatchForm {
    let texts = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let mut types = texts.flat_map(|text| text.split(',')).map(|entry| entry.split(';').next().unwrap_or(entry).trim());
    let form = types.find_map(|media_type| match media_type.to_ascii_lowercase().as_str() {
        FRAMES | ARROW => Some(BatchForm::Frames),
        LINES | "application/json" | "application/*" | "*/*" => Some(BatchForm::Lines),
        _ => None,
    });
    form.unwrap_or_default()
}

/// The answers, in the order in which they become ready. It is 200 whatever becomes of them: each has a status of its own.
pub struct BatchAnswer(pub BatchStream, pub BatchForm);

impl IntoResponse for BatchAnswer {
    fn into_response(self) -> Response {
        let Self(pieces, form) = self;
        let media_type = match form {
            BatchForm::Lines => LINES,
            BatchForm::Frames => FRAMES,
        };
        let headers = [
            (CONTENT_TYPE.as_str(), media_type),
            (CACHE_CONTROL.as_str(), "no-store"),
            (VARY.as_str(), "accept"),
            // A proxy that collects what it passes on would hold back the answers that are ready.
            ("x-accel-buffering", "no"),
        ];
        (headers, Body::from_stream(pieces.map(Ok::<_, Infallible>))).into_response()
    }
}

impl Answers for BatchAnswer {
    fn answers(draft: &mut Draft<'_>) {
        let (id, answer) = (draft.schemas.answer::<BatchId>(), draft.schemas.answer::<ChartData>());
        let errors = draft.schemas.answer::<Vec<ErrorEntry>>();
        let fields = |more: serde_json::Value| {
            let mut properties = json!({ "id": id.clone(), "status": { "type": "integer" } });
            if let (Some(properties), Some(more)) = (properties.as_object_mut(), more.as_object()) {
                properties.extend(more.clone());
            }
            json!({ "type": "object", "required": ["id", "status"], "properties": properties })
        };
        let line = json!({ "anyOf": [{ "allOf": [fields(json!({})), answer] }, fields(json!({ "errors": errors }))] });
        draft.answers(200, "A line or frame for each, as soon as it is ready.", LINES, line);
        if let Some(content) = draft.responses.get_mut(&200).and_then(|response| response.get_mut("content")) {
            content[FRAMES] = json!({ "schema": {
                "type": "string",
                "format": "binary",
                "description": "For each query: the number of bytes that follow (8 bytes, little-endian), a line of JSON \
                                (id, status, query, queries, and result without data, or errors), an Arrow IPC stream.",
            } });
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn frames_are_for_who_names_arrow_first() {
        for (text, expected) in [
            ("application/vnd.apache.arrow.stream", BatchForm::Frames),
            ("Application/Vnd.Sextant.Arrow-Frames;q=0.9, */*", BatchForm::Frames),
            ("text/html, application/x-ndjson, application/vnd.apache.arrow.stream", BatchForm::Lines),
            ("*/*", BatchForm::Lines),
            ("text/csv", BatchForm::Lines),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(text))]);
            assert_eq!(wanted(&headers), expected, "{text}");
        }
        assert_eq!(wanted(&HeaderMap::new()), BatchForm::Lines);
    }
}
