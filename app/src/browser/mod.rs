//! What only exists in the browser.

mod charts;
mod cookie;
mod module;

pub use charts::{Chart, ChartsModule};
pub use cookie::write_cookie;
