//! The one entrance for data: dashboards, charts and the API ask here.

mod ask;
mod chart_data;
mod lifetime;
mod preview;
mod probe;
mod questions;
mod time_range;
mod values;

pub use ask::Asked;
pub(crate) use ask::{AskOptions, query_error};
pub use chart_data::ChartData;
pub(crate) use probe::type_text;
