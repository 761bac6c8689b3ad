//! The one entrance for data: dashboards, charts and the API ask here.

mod ask;
mod batch;
mod cache_key;
mod chart_data;
mod currency;
mod download;
mod forecast;
mod lifetime;
mod phases;
mod preview;
mod probe;
mod questions;
mod reply;
mod result_types;
mod stored;
mod template;
mod time_range;
mod totals;
mod values;

pub use ask::Asked;
pub(crate) use ask::{AskOptions, query_error};
pub use batch::{BatchEntry, BatchForm, BatchId, BatchQuestion, BatchStream, DashboardQuestion};
pub use chart_data::ChartData;
pub use download::{Download, DownloadBody, wanted_format};
pub use phases::Phases;
pub(crate) use probe::type_text;
pub use reply::{Reply, Wants};
pub use stored::{StoredAnswer, StoredQuestion};
pub(crate) use template::{Samples, TemplateReads, Templates, check_params, render_clause};
