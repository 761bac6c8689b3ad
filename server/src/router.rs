//! Every door of the server, and the layers in front of them.

use std::{path::PathBuf, sync::Arc};

use anyhow::{Context as _, Result};
use axum::{
    Extension, Json, Router,
    extract::{FromRef, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use leptos::{config::LeptosOptions, prelude::*};
use leptos_axum::{LeptosRoutes as _, generate_route_list};
use sha2::{Digest as _, Sha256};
use sx_model::AppError;
use sx_service::{Caller, Service};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, NotForContentType, Predicate as _},
    },
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    services::ServeDir,
    set_header::SetResponseHeaderLayer,
    trace::TraceLayer,
};

use crate::{
    api,
    config::Config,
    error::ApiError,
    openapi,
    session::{self, SecureCookies},
    trace,
};

#[derive(Clone, FromRef)]
pub struct AppState {
    pub service: Service,
    pub leptos: LeptosOptions,
}

pub fn router(service: Service, config: &Config) -> Result<Router> {
    let leptos = get_configuration(Some("Leptos.toml"))
        .context("Leptos.toml: the options of the pages cannot be read")?
        .leptos_options;
    check_site(&leptos)?;
    let state = AppState { service, leptos };
    let (routes, operations) = api::router().into_parts();
    let document = Arc::new(openapi::document(&operations));
    let routes = routes.fallback(no_such_resource).layer(Extension(Arc::clone(&document)));
    let api = Router::new().nest("/api/v1", routes);
    let app = Router::new()
        .merge(api)
        .merge(pages(&state, app::ApiDocument(document)))
        .route("/login", post(session::sign_in))
        .route("/logout", post(session::sign_out))
        .layer(middleware::from_fn_with_state(state.clone(), session::authenticate))
        .layer(Extension(SecureCookies(config.cookie_secure)))
        .route("/health", get(|| async { "OK" }))
        .route("/healthcheck", get(|| async { "OK" }))
        .route("/ping", get(|| async { "OK" }))
        .route("/ready", get(ready))
        .fallback_service(assets(&state))
        .with_state(state);
    Ok(layers(app))
}

/// Leptos looks for the file of hashes with each page, and panics without it: better said at the start.
fn check_site(options: &LeptosOptions) -> Result<()> {
    let binary = std::env::current_exe().context("the binary cannot tell where it is")?;
    let file = binary.with_file_name(&*options.hash_file);
    if options.hash_files && !file.exists() {
        anyhow::bail!(
            "{} is missing: build the site with `make build`, or name the file in LEPTOS_HASH_FILE",
            file.display()
        );
    }
    Ok(())
}

/// The screens, for people who signed in, and their server functions.
fn pages(state: &AppState, document: app::ApiDocument) -> Router<AppState> {
    let (service, options) = (state.service.clone(), state.leptos.clone());
    let charts = app::ChartsModule(module(&options, "/js/charts.js"));
    let editor = app::EditorModule(module(&options, "/js/editor.js"));
    let provide = move || {
        let caller = use_context::<axum::http::request::Parts>()
            .and_then(|parts| parts.extensions.get::<Caller>().cloned())
            .unwrap_or_else(Caller::anonymous);
        provide_context(caller);
        provide_context(service.clone());
        provide_context(charts.clone());
        provide_context(editor.clone());
        provide_context(document.clone());
    };
    let routes = generate_route_list(app::App);
    Router::new()
        .leptos_routes_with_context(state, routes, provide, move || app::shell(options.clone()))
        .layer(middleware::from_fn(session::require_sign_in))
        .layer(middleware::from_fn(session::refuse_other_sites))
}

/// A script's address, `/js/charts.js?v=…`: with its content's hash, so that it can be kept for ever. Without the file there
/// is no hash to tell.
fn module(options: &LeptosOptions, path: &str) -> Arc<str> {
    let hash = std::fs::read(format!("{}{path}", options.site_root)).map(|bytes| Sha256::digest(&bytes));
    let version = hash.map(|hash| hash[..8].iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    version.map_or_else(|_| path.into(), |version| format!("{path}?v={version}").into())
}

/// Files of the site; what is no file is a page that does not exist.
fn assets(state: &AppState) -> Router {
    let not_found = get(leptos_axum::file_and_error_handler::<AppState, _>(app::shell))
        .layer(middleware::from_fn_with_state(state.clone(), session::authenticate))
        .with_state(state.clone());
    let root = PathBuf::from(&*state.leptos.site_root);
    let files = ServeDir::new(root).precompressed_br().precompressed_gzip().append_index_html_on_directories(false);
    Router::new().fallback_service(files.fallback(not_found)).layer(middleware::from_fn(cache_for))
}

/// What carries a hash in its name or query is kept for ever, other files for an hour.
async fn cache_for(request: Request, next: Next) -> Response {
    let uri = request.uri();
    let is_hashed = uri.path().starts_with("/pkg/") || uri.query().is_some_and(|query| query.starts_with("v="));
    let mut response = next.run(request).await;
    let time = match (response.status(), is_hashed) {
        (StatusCode::OK | StatusCode::NOT_MODIFIED, true) => "public, max-age=31536000, immutable",
        (StatusCode::OK | StatusCode::NOT_MODIFIED, false) => "public, max-age=3600",
        _ => "no-store",
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(time));
    response
}

async fn ready(State(service): State<Service>) -> Response {
    let health = service.health().await;
    let status = if health.is_ready() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(health)).into_response()
}

async fn no_such_resource() -> ApiError {
    AppError::not_found("This resource").into()
}

fn layers(app: Router) -> Router {
    let header = |name: header::HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    // Files that are compressed already only cost time to compress again.
    let [zip, parquet, xlsx] = [
        "application/zip",
        "application/vnd.apache.parquet",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ]
    .map(NotForContentType::const_new);
    app.layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(zip).and(parquet).and(xlsx)))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::REFERRER_POLICY, "same-origin"))
        .layer(header(
            header::CONTENT_SECURITY_POLICY,
            "frame-ancestors 'self'; base-uri 'self'; form-action 'self'; object-src 'none'",
        ))
        .layer(CatchPanicLayer::custom(|_| ApiError(AppError::internal()).into_response()))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(TraceLayer::new_for_http().make_span_with(trace::request_span).on_response(trace::log_response))
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
}
