//! What only exists in the browser.

mod charts;
mod cookie;
mod download;
mod editor;
mod module;

pub use charts::{Chart, ChartsModule};
pub use cookie::write_cookie;
pub use download::download;
pub use editor::{Editor, EditorModule, page_nonce};
