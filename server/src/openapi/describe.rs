//! What a handler takes and answers, told by its own types: the extractors, and what it returns.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Extension, Json,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::HeaderMap,
};
use schemars::JsonSchema;
use serde_json::{Value, json};

use super::Schemas;
use crate::error::ApiResult;

/// One operation while its types tell about themselves.
pub struct Draft<'a> {
    pub schemas: &'a mut Schemas,
    /// OpenAPI parameter objects; those of the path are read from its template.
    pub parameters: Vec<Value>,
    /// An OpenAPI request body.
    pub body: Option<Value>,
    /// Status → OpenAPI response.
    pub responses: BTreeMap<u16, Value>,
    pub access: Access,
    /// The path names an asset by its number.
    pub has_number: bool,
}

/// What a request must bring along.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Nothing,
    /// A token or a session.
    Caller,
    /// With a session its CSRF token, too.
    Writer,
    RefreshToken,
}

/// Statuses and what they mean, for every operation alike.
pub const FAILURES: [(u16, &str); 6] = [
    (400, "The request is wrong: the message says what is."),
    (401, "Nobody is signed in, or the token is no longer good."),
    (403, "Seen, but not to be changed by this person."),
    (404, "No such thing, or none that this person may see."),
    (422, "Well formed, but not acceptable: all fields that are wrong are told at once."),
    (500, "Something went wrong on the server."),
];

impl Draft<'_> {
    pub fn fails_with(&mut self, statuses: &[u16]) {
        for status in statuses {
            self.responses.insert(*status, json!({ "$ref": format!("#/components/responses/{status}") }));
        }
    }

    /// `q`: in Rison, or as JSON.
    pub fn takes_q<T: JsonSchema>(&mut self, is_required: bool) {
        let schema = self.schemas.request::<T>();
        self.parameters.push(json!({
            "name": "q",
            "in": "query",
            "required": is_required,
            "description": "In Rison or as JSON.",
            "content": { "application/json": { "schema": schema } },
        }));
        self.fails_with(&[400]);
    }

    pub fn takes_body(&mut self, content_type: &str, schema: Value) {
        self.body = Some(json!({ "required": true, "content": { content_type: { "schema": schema } } }));
        self.fails_with(&[400, 422]);
    }

    pub fn answers(&mut self, status: u16, description: &str, content_type: &str, schema: Value) {
        let content = json!({ content_type: { "schema": schema } });
        self.responses.insert(status, json!({ "description": description, "content": content }));
    }
}

/// An extractor.
pub trait Takes {
    fn takes(draft: &mut Draft<'_>);
}

/// A result.
pub trait Answers {
    fn answers(draft: &mut Draft<'_>);
}

/// A handler; `T` is axum's, and only tells the implementations apart.
pub trait Describe<T> {
    fn describe(draft: &mut Draft<'_>);
}

impl<F, Fut> Describe<((),)> for F
where
    F: FnOnce() -> Fut,
    Fut: Future<Output: Answers>,
{
    fn describe(draft: &mut Draft<'_>) {
        <Fut::Output as Answers>::answers(draft);
    }
}

macro_rules! describe_handlers {
    ($([$($taken:ident)*])*) => {$(
        impl<F, Fut, M, $($taken,)*> Describe<(M, $($taken,)*)> for F
        where
            F: FnOnce($($taken,)*) -> Fut,
            Fut: Future<Output: Answers>,
            $($taken: Takes,)*
        {
            fn describe(draft: &mut Draft<'_>) {
                $($taken::takes(draft);)*
                <Fut::Output as Answers>::answers(draft);
            }
        }
    )*};
}

describe_handlers!([T1][T1 T2][T1 T2 T3][T1 T2 T3 T4][T1 T2 T3 T4 T5][T1 T2 T3 T4 T5 T6]);

impl<T: Answers> Answers for ApiResult<T> {
    fn answers(draft: &mut Draft<'_>) {
        T::answers(draft);
        draft.fails_with(&[500]);
    }
}

impl<T: JsonSchema> Answers for Json<T> {
    fn answers(draft: &mut Draft<'_>) {
        let schema = draft.schemas.answer::<T>();
        draft.answers(200, "It worked.", "application/json", schema);
    }
}

/// What the server brings along is no matter of the request.
impl<S> Takes for State<S> {
    fn takes(_draft: &mut Draft<'_>) {}
}

impl<T> Takes for Extension<Arc<T>> {
    fn takes(_draft: &mut Draft<'_>) {}
}

impl Takes for HeaderMap {
    fn takes(_draft: &mut Draft<'_>) {}
}

/// Names and types of the values are read from the path's template.
impl<T> Takes for Path<T> {
    fn takes(draft: &mut Draft<'_>) {
        draft.fails_with(&[404]);
    }
}

/// Each field is a parameter; a field `q` is in Rison or JSON.
impl<T: JsonSchema> Takes for Query<T> {
    fn takes(draft: &mut Draft<'_>) {
        let schema = draft.schemas.inlined_request::<T>();
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
            let mut parameter = json!({ "name": name, "in": "query", "required": required.contains(&json!(name)) });
            let mut schema = schema.clone();
            if let Some(description) = schema.as_object_mut().and_then(|schema| schema.remove("description")) {
                parameter["description"] = description;
            }
            match name.as_str() {
                "q" => parameter["content"] = json!({ "application/json": { "schema": schema } }),
                _ => parameter["schema"] = schema,
            }
            draft.parameters.push(parameter);
        }
        draft.fails_with(&[400]);
    }
}

impl<T: JsonSchema> Takes for Result<Query<T>, QueryRejection> {
    fn takes(draft: &mut Draft<'_>) {
        Query::<T>::takes(draft);
    }
}
