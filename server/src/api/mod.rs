//! REST `/api/v1`: one file for each resource. A handler is three lines: take, one use case, answer.

mod cachekey;
mod chart;
mod chart_get_data;
mod connect_json;
mod dashboard;
mod database;
mod dataset;
mod dataset_json;
mod dataset_parts;
mod datasource;
mod draft;
mod explore;
mod explore_json;
mod export;
mod import;
mod info;
mod log;
mod me;
mod permalink;
mod roles;
mod rowlevelsecurity;
mod security;
mod time_range;
mod trash;
mod upload;
mod users;
mod wire;

use crate::openapi::{self, ApiRouter};

pub fn router() -> ApiRouter {
    ApiRouter::new()
        .merge(openapi::router())
        .merge(security::router())
        .merge(users::router())
        .merge(roles::router())
        .merge(rowlevelsecurity::router())
        .merge(log::router())
        .merge(me::router())
        .merge(info::router())
        .merge(database::router())
        .merge(upload::router())
        .merge(dataset::router())
        .merge(dataset_parts::router())
        .merge(datasource::router())
        .merge(explore::router())
        .merge(time_range::router())
        .merge(cachekey::router())
        .merge(chart::router())
        .merge(chart_get_data::router())
        .merge(dashboard::router())
        .merge(permalink::router())
        .merge(draft::router())
        .merge(trash::router())
        .merge(export::router())
        .merge(import::router())
}
