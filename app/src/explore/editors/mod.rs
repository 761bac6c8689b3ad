//! Editors of fields, in popovers and dialogs: a metric, a column, a filter, a time range. Each holds a copy and gives it back
//! when it is saved; what it does not know of the stored JSON stays as it is.

mod api;
mod choices;
mod column;
mod expression;
mod filter;
mod form;
mod metric;
mod time;

pub use column::ColumnEditor;
pub use filter::FilterEditor;
pub use metric::MetricEditor;
