//! Answers that are files: which one the client wants, and the file on its way.

use std::convert::Infallible;

use axum::{
    Form,
    body::{Body, Bytes},
    extract::{FromRequest, FromRequestParts, Request},
    http::{
        HeaderMap,
        header::{ACCEPT, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE},
        request::Parts,
    },
    response::{IntoResponse, Response},
};
use futures::TryStreamExt as _;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use sx_model::AppError;
use sx_query::QueryContext;
use sx_service::{Download, FileFormat};

use crate::{
    data_answer::DataAnswer,
    error::ApiError,
    openapi::{Answers, Draft, Takes},
    request::too_large,
};

/// The file that the client's `Accept` names; JSON when it names none of ours, or anything at all before.
#[derive(Clone, Copy)]
pub struct Accepted(pub Option<FileFormat>);

impl<S: Send + Sync> FromRequestParts<S> for Accepted {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self(accepted(&parts.headers)))
    }
}

impl Takes for Accepted {
    fn takes(draft: &mut Draft<'_>) {
        draft.parameters.push(json!({
            "name": "Accept",
            "in": "header",
            "required": false,
            "description": "The media type of a file, where the question itself names no format.",
            "schema": { "type": "string" },
        }));
    }
}

/// The first type that we have, unless JSON comes before it.
fn accepted(headers: &HeaderMap) -> Option<FileFormat> {
    let texts = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let types = texts.flat_map(|text| text.split(',')).map(|entry| entry.split(';').next().unwrap_or(entry).trim());
    for media_type in types {
        if ["application/json", "application/*", "*/*"].contains(&media_type) {
            return None;
        }
        let found = FileFormat::ALL.into_iter().find(|format| format.media_type().eq_ignore_ascii_case(media_type));
        if found.is_some() {
            return found;
        }
    }
    None
}

/// A query context: as JSON, or as the field `form_data` of the form that Superset's page sends for a download.
pub struct Question {
    pub body: Bytes,
    /// What the file is to be called.
    pub filename: Option<String>,
}

#[derive(Deserialize)]
struct Submitted {
    form_data: String,
    filename: Option<String>,
}

impl<S: Send + Sync> FromRequest<S> for Question {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let media_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !media_type.starts_with("application/x-www-form-urlencoded") {
            let body = Bytes::from_request(request, state).await.map_err(|_| too_large())?;
            return Ok(Self { body, filename: None });
        }
        let Form(Submitted { form_data, filename }) = Form::from_request(request, state)
            .await
            .map_err(|error| AppError::invalid(format!("The form is not the one that is expected: {error}")))?;
        Ok(Self { body: form_data.into(), filename })
    }
}

impl Takes for Question {
    fn takes(draft: &mut Draft<'_>) {
        let schema = draft.schemas.request::<QueryContext>();
        draft.takes_body("application/json", schema);
    }
}

/// JSON, or a file.
pub enum DataOrFile<T> {
    Data(DataAnswer<T>),
    File(Download),
}

impl<T> IntoResponse for DataOrFile<T> {
    fn into_response(self) -> Response {
        match self {
            Self::Data(answer) => answer.into_response(),
            Self::File(Download { name, media_type, body }) => {
                let headers = [
                    (CONTENT_TYPE, media_type.to_owned()),
                    (CONTENT_DISPOSITION, format!("attachment; filename={name}")),
                    (CACHE_CONTROL, "no-store".to_owned()),
                ];
                (headers, Body::from_stream(body.map_err(std::io::Error::other))).into_response()
            }
        }
    }
}

impl<T: JsonSchema> Answers for DataOrFile<T> {
    fn answers(draft: &mut Draft<'_>) {
        DataAnswer::<T>::answers(draft);
        let file = || json!({ "schema": { "type": "string", "format": "binary" } });
        if let Some(content) = draft.responses.get_mut(&200).and_then(|response| response.get_mut("content")) {
            for format in FileFormat::ALL {
                content[format.media_type()] = file();
            }
            content["application/zip"] = file();
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_file_is_answered_to_who_names_it_before_json() {
        for (text, expected) in [
            ("text/csv", Some(FileFormat::Csv)),
            ("text/html, Application/Vnd.Apache.Parquet;q=0.9, application/json", Some(FileFormat::Parquet)),
            ("application/vnd.apache.arrow.stream", Some(FileFormat::Arrow)),
            ("application/json, text/csv", None),
            ("*/*", None),
            ("text/html", None),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(text))]);
            assert_eq!(accepted(&headers), expected, "{text}");
        }
    }
}
