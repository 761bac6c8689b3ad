//! `/profile`: one's own names, time zone and password.

mod api;
mod page;
mod times;

pub use page::ProfilePage;
pub use times::{TimeZoneSelect, WeekStartSelect};
