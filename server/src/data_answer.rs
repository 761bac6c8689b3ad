//! Answers to questions for data: not sent when the client has them, compressed once, with where the time went.

use std::{convert::Infallible, marker::PhantomData, time::Duration};

use axum::{
    extract::FromRequestParts,
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY},
        request::Parts,
    },
    response::{IntoResponse, Response},
};
use schemars::JsonSchema;
use serde_json::json;
use sx_service::{Encoding, Phases, Reply, Wants};

use crate::openapi::{Answers, Draft, Takes};

/// How long it took to find out who asks; the session layer puts it into the request.
#[derive(Clone, Copy)]
pub struct AuthTook(pub Duration);

/// What the request says of the client: what it has already and what it can read.
pub struct Client {
    pub wants: Wants,
    auth: Duration,
}

impl<S: Send + Sync> FromRequestParts<S> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let auth = parts.extensions.get::<AuthTook>().map_or(Duration::ZERO, |took| took.0);
        Ok(Self { wants: Wants { known: tags(&parts.headers), encoding: encoding(&parts.headers) }, auth })
    }
}

impl Takes for Client {
    fn takes(draft: &mut Draft<'_>) {
        draft.parameters.push(json!({
            "name": "If-None-Match",
            "in": "header",
            "required": false,
            "description": "The ETag of an answer that the client has: if it is still true, 304 without a body.",
            "schema": { "type": "string" },
        }));
        draft.responses.insert(304, json!({ "description": "What the client has is still true." }));
    }
}

/// JSON that a use case wrote already; `T` is what it holds.
pub struct DataAnswer<T>(Reply, Duration, PhantomData<T>);

impl<T> DataAnswer<T> {
    pub fn new(reply: Reply, client: &Client) -> Self {
        Self(reply, client.auth, PhantomData)
    }
}

impl<T> IntoResponse for DataAnswer<T> {
    fn into_response(self) -> Response {
        let Self(Reply { etag, body, phases }, auth, _) = self;
        let mut response = match body {
            None => StatusCode::NOT_MODIFIED.into_response(),
            Some(body) => {
                let mut response = ([(CONTENT_TYPE, "application/json")], body.bytes).into_response();
                let encoding = match body.encoding {
                    Encoding::Plain => None,
                    Encoding::Gzip => Some("gzip"),
                    Encoding::Brotli => Some("br"),
                };
                if let Some(encoding) = encoding {
                    response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
                }
                response
            }
        };
        let headers = response.headers_mut();
        headers.insert(VARY, HeaderValue::from_static("accept, accept-encoding"));
        // Other people may see other rows: no shared cache keeps this, and a browser asks before it uses what it has.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        if let Some(etag) = etag.and_then(|etag| HeaderValue::from_str(&etag).ok()) {
            headers.insert(ETAG, etag);
        }
        if let Ok(timing) = HeaderValue::from_str(&server_timing(auth, &phases)) {
            headers.insert(HeaderName::from_static("server-timing"), timing);
        }
        response
    }
}

impl<T: JsonSchema> Answers for DataAnswer<T> {
    fn answers(draft: &mut Draft<'_>) {
        let schema = draft.schemas.answer::<T>();
        draft.answers(200, "It worked.", "application/json", schema);
    }
}

/// Milliseconds, as browsers' tools show them.
fn server_timing(auth: Duration, phases: &Phases) -> String {
    let Phases { plan, cache, source, post, write } = *phases;
    let all = [("auth", auth), ("plan", plan), ("cache", cache), ("source", source), ("post", post), ("write", write)];
    let entries = all.map(|(name, took)| format!("{name};dur={:.3}", took.as_secs_f64() * 1000.0));
    entries.join(", ")
}

/// Weak tags are compared like strong ones. `*` names no answer in particular, so it is none that the client has.
fn tags(headers: &HeaderMap) -> Vec<String> {
    let texts = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let tags = texts.flat_map(|text| text.split(',')).map(str::trim).map(|tag| tag.strip_prefix("W/").unwrap_or(tag));
    tags.filter(|tag| tag.starts_with('"')).map(str::to_owned).collect()
}

/// Brotli makes the smaller bodies; the client's preference goes first.
fn encoding(headers: &HeaderMap) -> Encoding {
    let texts = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let (mut gzip, mut brotli) = (0.0, 0.0);
    for entry in texts.flat_map(|text| text.split(',')) {
        let (name, parameters) = entry.split_once(';').unwrap_or((entry, ""));
        let quality = parameters.trim().strip_prefix("q=").map_or(Some(1.0), |text| text.parse::<f32>().ok());
        match (name.trim(), quality) {
            ("gzip", Some(quality)) => gzip = quality,
            ("br", Some(quality)) => brotli = quality,
            _ => {}
        }
    }
    match () {
        () if brotli > 0.0 && brotli >= gzip => Encoding::Brotli,
        () if gzip > 0.0 => Encoding::Gzip,
        () => Encoding::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn tags_are_read_weak_or_strong() {
        assert_eq!(tags(&headers(IF_NONE_MATCH, r#"W/"a", "b" , *"#)), [r#""a""#, r#""b""#]);
        assert!(tags(&HeaderMap::new()).is_empty());
    }

    #[test]
    fn the_smallest_encoding_that_the_client_likes_is_taken() {
        for (accepted, expected) in [
            ("gzip, deflate, br, zstd", Encoding::Brotli),
            ("gzip", Encoding::Gzip),
            ("br;q=0.5, gzip", Encoding::Gzip),
            ("br;q=0, gzip;q=0", Encoding::Plain),
            ("identity", Encoding::Plain),
            ("br;q=much", Encoding::Plain),
        ] {
            assert_eq!(encoding(&headers(ACCEPT_ENCODING, accepted)), expected, "{accepted}");
        }
        assert_eq!(encoding(&HeaderMap::new()), Encoding::Plain);
    }

    #[test]
    fn phases_are_told_in_milliseconds() {
        let phases = Phases { plan: Duration::from_micros(250), source: Duration::from_secs(2), ..Phases::default() };
        let told = server_timing(Duration::from_micros(30), &phases);
        assert_eq!(
            told,
            "auth;dur=0.030, plan;dur=0.250, cache;dur=0.000, source;dur=2000.000, post;dur=0.000, write;dur=0.000"
        );
    }
}
