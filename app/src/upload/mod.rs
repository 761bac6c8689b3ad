//! A file becomes a table: chosen, looked at, corrected, written.

mod api;
mod choose;
mod columns;
mod done;
mod options;
mod page;
mod problems;
mod send;
mod state;
mod table;

pub use page::UploadPage;
