//! Times in questions: no clock here, so `now` is always an argument.

mod expression;
mod moment;
mod range;
mod strftime;
mod unit;

pub(crate) use moment::parse_time;
pub use range::{Anchors, TimeRange, resolve_time_range, resolve_time_range_with, shift};
pub(crate) use strftime::{read, write};
