//! REST `/api/v1`: one file for each resource. A handler is three lines: take, one use case, answer.

mod chart;
mod dashboard;
mod database;
mod dataset;
mod export;
mod import;
mod info;
mod log;
mod roles;
mod security;
mod users;
mod wire;

use axum::Router;

use crate::router::AppState;

pub fn router() -> Router<AppState> {
    Router::new()
        .merge(security::router())
        .merge(users::router())
        .merge(roles::router())
        .merge(log::router())
        .merge(info::router())
        .merge(database::router())
        .merge(dataset::router())
        .merge(chart::router())
        .merge(dashboard::router())
        .merge(export::router())
        .merge(import::router())
}
