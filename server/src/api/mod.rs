//! REST `/api/v1`: one file for each resource. A handler is three lines: take, one use case, answer.

mod chart;
mod dashboard;
mod database;
mod dataset;
mod security;
mod wire;

use axum::Router;

use crate::router::AppState;

pub fn router() -> Router<AppState> {
    Router::new()
        .merge(security::router())
        .merge(database::router())
        .merge(dataset::router())
        .merge(chart::router())
        .merge(dashboard::router())
}
