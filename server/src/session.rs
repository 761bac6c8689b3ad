//! From a request's header or cookie to its `Caller`; the sign-in form.

use std::{
    net::{IpAddr, SocketAddr},
    time::Instant,
};

use axum::{
    Form,
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{
        HeaderMap, HeaderValue, Method, StatusCode,
        header::{AUTHORIZATION, COOKIE, LOCATION, SET_COOKIE},
        request::Parts,
    },
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use sx_model::{AppError, ErrorKind};
use sx_service::{Caller, Service};

use crate::{data_answer::AuthTook, error::ApiError};

const COOKIE_NAME: &str = "session";

/// Puts the `Caller` into the request. A bad token is an answer of its own; a bad cookie is nobody.
pub async fn authenticate(State(service): State<Service>, mut request: Request, next: Next) -> Response {
    // Those who ask for a token have none yet, or one that is good for nothing else.
    let asks_for_a_token = ["/api/v1/security/login", "/api/v1/security/refresh"].contains(&request.uri().path());
    if asks_for_a_token {
        return next.run(request).await;
    }
    let begun = Instant::now();
    let caller = match caller(&service, request.headers()).await {
        Ok(caller) => caller,
        Err(error) => return error.into_response(),
    };
    let (is_anonymous, path) = (caller.is_anonymous(), request.uri().path().to_owned());
    request.extensions_mut().insert(caller);
    request.extensions_mut().insert(AuthTook(begun.elapsed()));
    let response = next.run(request).await;
    if is_anonymous && asks_for_data(&path) { ask_to_sign_in(response) } else { response }
}

fn asks_for_data(path: &str) -> bool {
    path.starts_with("/api/v1/") || path.starts_with("/fn/")
}

/// To who is not signed in, what they may not do, what they may not see and what does not exist are one answer: signing in
/// might help.
fn ask_to_sign_in(response: Response) -> Response {
    match response.status() {
        StatusCode::FORBIDDEN | StatusCode::NOT_FOUND => ApiError(AppError::unauthorized()).into_response(),
        _ => response,
    }
}

async fn caller(service: &Service, headers: &HeaderMap) -> Result<Caller, ApiError> {
    if let Some(token) = bearer(headers) {
        return Ok(service.caller_by_token(token).await?);
    }
    match session_cookie(headers) {
        Some(token) => Ok(service.caller_by_session(token).await?),
        None => Ok(service.anonymous_caller().await?),
    }
}

/// Pages are for people who signed in; the others are asked to, but for pages that show what Public opens. Server functions
/// answer for themselves.
pub async fn require_sign_in(request: Request, next: Next) -> Response {
    let caller = request.extensions().get::<Caller>();
    let path = request.uri().path();
    if caller.is_some_and(|caller| !caller.is_anonymous()) || path == "/login" {
        return next.run(request).await;
    }
    let wanted = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let sign_in = Redirect::to(&format!("/login?next={}", form_encode(wanted)));
    let is_open = path == "/dashboards" || path.starts_with("/dashboard/");
    if path.starts_with("/fn/") {
        return next.run(request).await;
    }
    if !(is_open && caller.is_some_and(Caller::is_visitor)) {
        return sign_in.into_response();
    }
    let response = next.run(request).await;
    match response.status() {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND => sign_in.into_response(),
        _ => response,
    }
}

/// Server functions carry no CSRF token: what another site's page sends is refused by what browsers say of it. The cookie is
/// `SameSite=Lax` besides, which old browsers that say nothing heed.
pub async fn refuse_other_sites(request: Request, next: Next) -> Response {
    let site = request.headers().get("sec-fetch-site").and_then(|value| value.to_str().ok());
    let is_own = site.is_none_or(|site| site == "same-origin" || site == "none");
    if is_own || request.method() == Method::GET || !request.uri().path().starts_with("/fn/") {
        return next.run(request).await;
    }
    ApiError(AppError::new(ErrorKind::Forbidden, "This request came from another site.")).into_response()
}

/// Where a request comes from, as far as the connection tells.
pub struct Address(pub Option<IpAddr>);

impl<S: Send + Sync> FromRequestParts<S> for Address {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        let info = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self(info.map(|ConnectInfo(address)| address.ip())))
    }
}

#[derive(Deserialize)]
pub struct SignInForm {
    username: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// `POST /login`: works without scripts.
pub async fn sign_in(
    State(service): State<Service>,
    secure: SecureCookies,
    Address(from): Address,
    Form(form): Form<SignInForm>,
) -> Response {
    let next = local_path(&form.next);
    match service.sign_in(&form.username, &form.password, from).await {
        Ok(session) => {
            let max_age = (session.expires_at - service.clock().now()).num_seconds();
            redirect(next, &cookie(&session.token, max_age, secure.0))
        }
        Err(error) if error.kind == ErrorKind::Unauthorized => {
            Redirect::to(&format!("/login?error=1&next={}", form_encode(next))).into_response()
        }
        Err(error) if error.kind == ErrorKind::TooManyRequests => {
            Redirect::to(&format!("/login?error=wait&next={}", form_encode(next))).into_response()
        }
        Err(error) => ApiError(error).into_response(),
    }
}

#[derive(Deserialize)]
pub struct SignOutForm {
    #[serde(default)]
    csrf_token: String,
}

/// `POST /logout`: a stranger's form must not sign people out.
pub async fn sign_out(
    State(service): State<Service>,
    secure: SecureCookies,
    crate::request::Who(caller): crate::request::Who,
    headers: HeaderMap,
    Form(form): Form<SignOutForm>,
) -> Response {
    let Some(token) = session_cookie(&headers) else { return Redirect::to("/login").into_response() };
    if caller.csrf_token().is_some_and(|expected| expected != form.csrf_token) {
        return (StatusCode::BAD_REQUEST, "The form is out of date. Reload the page and sign out again.")
            .into_response();
    }
    match service.sign_out(&caller, token).await {
        Ok(()) => redirect("/login", &cookie("", 0, secure.0)),
        Err(error) => ApiError(error).into_response(),
    }
}

/// Whether cookies travel over HTTPS only: a setting.
#[derive(Clone, Copy)]
pub struct SecureCookies(pub bool);

impl<S: Send + Sync> FromRequestParts<S> for SecureCookies {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().copied().unwrap_or(Self(false)))
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(AUTHORIZATION)?.to_str().ok()?;
    text.strip_prefix("Bearer ").map(str::trim)
}

fn session_cookie(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|text| text.split(';')).find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == COOKIE_NAME && !value.is_empty()).then_some(value)
    })
}

fn cookie(token: &str, max_age_secs: i64, is_secure: bool) -> String {
    let secure = if is_secure { "; Secure" } else { "" };
    format!("{COOKIE_NAME}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age_secs}{secure}")
}

fn redirect(to: &str, cookie: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let values = (HeaderValue::from_str(to), HeaderValue::from_str(cookie));
    let (Ok(to), Ok(cookie)) = values else { return StatusCode::BAD_REQUEST.into_response() };
    response.headers_mut().insert(LOCATION, to);
    response.headers_mut().insert(SET_COOKIE, cookie);
    response
}

/// Only a path of our own: a sign-in must not lead elsewhere.
fn local_path(next: &str) -> &str {
    let is_local = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\n', '\r']);
    if is_local && !next.starts_with("/login") { next } else { "/" }
}

fn form_encode(text: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte);
    text.bytes().map(|byte| if keep(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_leads_to_our_own_pages_only() {
        for (next, expected) in [
            ("/dashboard/7?tab=x", "/dashboard/7?tab=x"),
            ("//evil.example", "/"),
            ("https://evil.example", "/"),
            ("/\\evil.example", "/"),
            ("/login?next=/login", "/"),
            ("", "/"),
        ] {
            assert_eq!(local_path(next), expected, "{next}");
        }
    }
}
