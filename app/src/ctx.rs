//! What a request brings along: the service, the caller, cookies. The server puts the first two into Leptos' context.

use axum::http::{HeaderValue, StatusCode, header, request::Parts};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use sx_model::{AppError, Me};
use sx_service::{Caller, Service};

use crate::{Failure, auth::sign_in_url};

/// Where the browser finds the chart module, with its hash: `/js/charts.js?v=…`. The server provides it as context.
#[derive(Clone, Debug)]
pub struct ChartsModule(pub std::sync::Arc<str>);

/// The same for the code editor, which the browser loads when one is first shown.
#[derive(Clone, Debug)]
pub struct EditorModule(pub std::sync::Arc<str>);

/// Who asks, and what answers. An error here is a server that forgot to provide them.
pub fn service() -> Result<(Service, Caller), Failure> {
    match (use_context::<Service>(), use_context::<Caller>()) {
        (Some(service), Some(caller)) => Ok((service, caller)),
        _ => Err(AppError::internal().into()),
    }
}

/// `None` for anonymous requests, and while the route table is read at start.
pub fn me() -> Option<Me> {
    let (service, caller) = service().ok()?;
    service.me(&caller)
}

/// The text of the request's `Cookie` header.
pub fn cookies() -> Option<String> {
    let parts = use_context::<Parts>()?;
    Some(parts.headers.get(header::COOKIE)?.to_str().ok()?.to_owned())
}

pub fn charts_module() -> String {
    use_context::<ChartsModule>().map(|module| module.0.to_string()).unwrap_or_else(|| "/js/charts.js".to_owned())
}

pub fn editor_module() -> String {
    use_context::<EditorModule>().map(|module| module.0.to_string()).unwrap_or_else(|| "/js/editor.js".to_owned())
}

/// The answer's status follows the error, for pages and server functions alike.
pub fn fail(error: AppError) -> Failure {
    if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(error.status_code()))
    {
        response.set_status(status);
    }
    error.into()
}

/// Sends an anonymous visitor to the sign-in page, and from there back to where they wanted to go.
pub fn redirect_to_sign_in() {
    let Some(parts) = use_context::<Parts>() else { return };
    let wanted = parts.uri.path_and_query().map(|path| path.as_str()).unwrap_or("/");
    redirect(&sign_in_url(wanted));
}

/// Unlike `leptos_axum::redirect`, also for clients that accept `*/*`, and without a panic on a path that no header can hold.
pub fn redirect(path: &str) {
    let (Some(response), Ok(location)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(path)) else {
        return;
    };
    response.set_status(StatusCode::FOUND);
    response.insert_header(header::LOCATION, location);
}

/// A page shows what its caller may see: no shared cache may keep it, and the browser asks again before it shows it. It runs our
/// own scripts and no others, whatever finds its way into a label or a markdown text. Of styles it takes our own and those with
/// the nonce: the code editor puts its own in.
pub fn protect_page() {
    let Some(response) = use_context::<ResponseOptions>() else { return };
    response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    let policy = use_nonce().map(|nonce| HeaderValue::from_str(&content_security_policy(&nonce)));
    if let Some(Ok(policy)) = policy {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

fn content_security_policy(nonce: &str) -> String {
    // `make dev` tells the page over a WebSocket of its own port to reload.
    let reload = if std::env::var_os("LEPTOS_WATCH").is_some() { " ws:" } else { "" };
    format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' data: https:; connect-src 'self'{reload}; frame-ancestors 'self'; base-uri 'self'; \
         form-action 'self'; object-src 'none'"
    )
}
