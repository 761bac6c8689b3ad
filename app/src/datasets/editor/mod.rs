//! `/dataset/{id}`: what a dataset is made of, and how its columns and metrics read.

mod calculated;
mod cells;
mod change;
mod columns;
mod draft;
mod editing;
mod expression;
mod history;
mod leaving;
mod metrics;
mod owners;
mod page;
mod preview;
mod remove;
mod save_bar;
mod select_sql;
mod settings;
mod sync;
mod unfold;

pub use page::DatasetEditorPage;
