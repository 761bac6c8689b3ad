//! What handlers take from a request.

use std::{convert::Infallible, marker::PhantomData};

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Query, Request},
    http::{Method, header::AUTHORIZATION, request::Parts},
};
use serde::{Deserialize, de::DeserializeOwned};
use sx_model::{AppError, ErrorKind, ListQuery};
use sx_service::Caller;

use crate::{error::ApiError, q};

/// Who asks; the session layer put it there.
pub struct Who(pub Caller);

impl<S: Send + Sync> FromRequestParts<S> for Who {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        Ok(Self(parts.extensions.get::<Caller>().cloned().unwrap_or_else(Caller::anonymous)))
    }
}

/// Who writes: by cookie only together with the session's CSRF token.
pub struct Writer(pub Caller);

impl<S: Send + Sync> FromRequestParts<S> for Writer {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Who(caller) = Who::from_request_parts(parts, state).await?;
        caller.require_user()?;
        let given = parts.headers.get("x-csrftoken").and_then(|value| value.to_str().ok());
        match caller.csrf_token() {
            Some(expected) if parts.method != Method::GET && given != Some(expected) => {
                let message = "The CSRF token is missing or wrong. Reload the page and try again.";
                Err(AppError::new(ErrorKind::Invalid, message).into())
            }
            _ => Ok(Self(caller)),
        }
    }
}

/// A JSON body; what is wrong is told with its place.
pub struct JsonBody<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let bytes = Bytes::from_request(request, state).await.map_err(|_| too_large())?;
        let value = serde_json::from_slice(&bytes)
            .map_err(|error| AppError::invalid(format!("The request is not the JSON that is expected: {error}")))?;
        Ok(Self(value))
    }
}

/// A multipart form that is read field by field, once it is known that the caller may send it; `T` names its fields.
pub struct FormRequest<T>(pub Request, pub PhantomData<T>);

impl<S: Send + Sync, T> FromRequest<S> for FormRequest<T> {
    type Rejection = Infallible;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Infallible> {
        Ok(Self(request, PhantomData))
    }
}

/// It stands in the `Authorization` header, where the session layer left it unread.
pub struct RefreshToken(pub String);

impl<S: Send + Sync> FromRequestParts<S> for RefreshToken {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(|text| text.strip_prefix("Bearer ")).ok_or_else(AppError::unauthorized)?;
        Ok(Self(token.trim().to_owned()))
    }
}

pub fn too_large() -> AppError {
    AppError::new(ErrorKind::TooLarge, "The request is too large.")
}

/// `q=` of lists, in Rison or JSON; absent is the first page.
pub struct ListQ(pub ListQuery);

#[derive(Deserialize)]
struct Q {
    q: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for ListQ {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let query = Query::<Q>::from_request_parts(parts, state).await;
        let text = query.map_err(|error| AppError::invalid(error.body_text()))?.0.q;
        let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return Ok(Self(ListQuery::default())) };
        parse_q(&text).map(Self).map_err(ApiError)
    }
}

fn parse_q(text: &str) -> Result<ListQuery, AppError> {
    q::read(text, "it is neither Rison nor JSON of a list query")
}

/// `q=!(1,2)`: the ids that a bulk request is about, in Rison or JSON. One for none makes no sense.
pub struct IdsQ(pub Vec<i64>);

impl<S: Send + Sync> FromRequestParts<S> for IdsQ {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let query = Query::<Q>::from_request_parts(parts, state).await;
        let text = query.map_err(|error| AppError::invalid(error.body_text()))?.0.q.unwrap_or_default();
        Ok(Self(parse_ids(&text)?))
    }
}

fn parse_ids(text: &str) -> Result<Vec<i64>, AppError> {
    let ids: Option<Vec<i64>> = q::read(text, "ids").ok();
    let mut ids = ids
        .filter(|ids| !ids.is_empty())
        .ok_or_else(|| AppError::invalid("q: a list of ids is expected, in Rison or JSON, such as !(1,2)."))?;
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// An id in the path; what is no number names nothing.
pub struct Id(pub i64);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let id = Path::<i64>::from_request_parts(parts, state).await;
        id.map(|Path(id)| Self(id)).map_err(|_| AppError::not_found("It").into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rison_and_json_say_the_same() {
        let rison = parse_q(
            "(page:2,page_size:50,order_column:changed_on,filters:!((col:dashboard_title,opr:ct,value:sales)))",
        );
        let json = parse_q(
            r#"{"page":2,"page_size":50,"order_column":"changed_on","filters":[{"col":"dashboard_title","opr":"ct","value":"sales"}]}"#,
        );
        assert_eq!(rison.unwrap(), json.unwrap());
        assert!(parse_q("(page:x").is_err());
        assert!(parse_q(&"!(".repeat(100_000)).is_err());
    }

    #[test]
    fn ids_come_once_each_and_never_none() {
        assert_eq!(parse_ids("!(3,1,3)").unwrap(), [1, 3]);
        assert_eq!(parse_ids("[2]").unwrap(), [2]);
        for text in ["", "!()", "[]", "1", "!(a)", "(ids:!(1))"] {
            assert_eq!(parse_ids(text).unwrap_err().status_code(), 400, "{text}");
        }
    }
}
