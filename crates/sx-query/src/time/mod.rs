//! Times in questions: no clock here, so `now` is always an argument.

mod expression;
mod moment;
mod range;
mod strftime;
mod unit;

pub(crate) use moment::parse_time;
pub(crate) use range::shift;
pub use range::{Anchors, TimeRange, resolve_time_range, resolve_time_range_with};
pub(crate) use strftime::{read, write};
