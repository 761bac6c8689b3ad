//! `/datasets/new?database=&schema=&table=`: a dataset from a table or from a SELECT.

mod create;
mod from_sql;
mod from_table;
mod page;
mod source;

pub use page::NewDatasetPage;
