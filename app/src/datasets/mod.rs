//! Datasets: made from a table or a SELECT, and edited.

mod api;
mod editor;
mod kinds;
mod new;
mod preview_table;
mod sql_field;

pub use editor::DatasetEditorPage;
pub use new::NewDatasetPage;
