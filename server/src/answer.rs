//! What handlers answer with, beside JSON with 200. Each tells the document about itself.

use std::marker::PhantomData;

use axum::{
    Json,
    body::Body,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use futures::{Stream, StreamExt as _};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;
use sx_service::bundle::BundleFile;

use crate::openapi::{Answers, Draft};

/// 201.
pub struct Created<T>(pub T);

impl<T: Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        (StatusCode::CREATED, Json(self.0)).into_response()
    }
}

impl<T: JsonSchema> Answers for Created<T> {
    fn answers(draft: &mut Draft<'_>) {
        let schema = draft.schemas.answer::<T>();
        draft.answers(201, "It was made.", "application/json", schema);
    }
}

/// A JSON value on each line, as soon as it is ready.
pub struct JsonLines<T>(Body, PhantomData<T>);

impl<T: Serialize + 'static> JsonLines<T> {
    pub fn new(values: impl Stream<Item = T> + Send + 'static) -> Self {
        let lines = values.map(|value| {
            let mut line = serde_json::to_vec(&value)?;
            line.push(b'\n');
            Ok::<_, serde_json::Error>(line)
        });
        Self(Body::from_stream(lines), PhantomData)
    }
}

impl<T> IntoResponse for JsonLines<T> {
    fn into_response(self) -> Response {
        let headers = [
            (CONTENT_TYPE.as_str(), "application/x-ndjson"),
            (CACHE_CONTROL.as_str(), "no-store"),
            ("x-accel-buffering", "no"),
        ];
        (headers, self.0).into_response()
    }
}

impl<T: JsonSchema> Answers for JsonLines<T> {
    fn answers(draft: &mut Draft<'_>) {
        let schema = draft.schemas.answer::<T>();
        draft.answers(200, "A line for each, as soon as it is ready.", "application/x-ndjson", schema);
    }
}

/// A bundle. Its name is letters, digits and underscores, so it needs no quotes.
pub struct Zip(pub BundleFile);

impl IntoResponse for Zip {
    fn into_response(self) -> Response {
        let headers = [
            (CONTENT_TYPE, "application/zip".to_owned()),
            (CONTENT_DISPOSITION, format!("attachment; filename={}", self.0.name)),
            (CACHE_CONTROL, "no-store".to_owned()),
        ];
        (headers, self.0.bytes).into_response()
    }
}

impl Answers for Zip {
    fn answers(draft: &mut Draft<'_>) {
        let schema = json!({ "type": "string", "format": "binary" });
        draft.answers(200, "A ZIP of YAML files.", "application/zip", schema);
    }
}

/// A picture.
pub struct Svg<T>(pub T);

impl<T: IntoResponse> IntoResponse for Svg<T> {
    fn into_response(self) -> Response {
        let headers = [
            (CONTENT_TYPE, "image/svg+xml"),
            (CACHE_CONTROL, "private, max-age=60"),
            // Opened as a page of its own, a picture runs nothing and loads nothing.
            (CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; sandbox"),
        ];
        (headers, self.0).into_response()
    }
}

impl<T> Answers for Svg<T> {
    fn answers(draft: &mut Draft<'_>) {
        draft.answers(200, "The picture.", "image/svg+xml", json!({ "type": "string" }));
    }
}
