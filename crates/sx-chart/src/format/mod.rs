//! The Rust twin of `js/formatters.ts`: numbers, times and currencies as text, for table cells and big numbers.
//!
//! Specs are d3-format's and d3-time-format's, and the reference's own names (`SMART_NUMBER`, `smart_date`, …).

mod currency;
mod digits;
mod duration;
mod number;
mod spec;
mod time;

pub use currency::Currency;
pub use number::{format_number, format_number_with_currency};
pub use time::{format_time, grain_format};

/// What the reference takes where a form names no number format.
pub const SMART_NUMBER: &str = "SMART_NUMBER";
