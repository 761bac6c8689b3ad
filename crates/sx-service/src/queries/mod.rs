//! The one entrance for data: dashboards, charts and the API ask here.

mod ask;
mod chart_data;
mod lifetime;

pub use ask::Asked;
pub(crate) use ask::{AskOptions, query_error};
