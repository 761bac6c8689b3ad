//! Times in questions: no clock here, so `now` is always an argument.

mod clock;
mod date;
mod distance;
mod expression;
mod holiday;
mod moment;
mod range;
mod strftime;
mod unit;
mod words;

pub use clock::{Anchors, TimeContext};

pub(crate) use date::parse_time;
pub(crate) use distance::Distance;
pub use range::{TimeRange, resolve_time_range, resolve_time_range_in, resolve_time_range_with, shift, shift_range};
pub(crate) use strftime::{read, write};
