#![doc = include_str!("../README.md")]

mod answer;
mod check;
mod context;
mod dataset;
mod dialect;
mod error;
mod param;
mod parse;
mod plan;
mod post;
mod query;
mod records;
mod rewrite;
mod sql;
mod table;
mod time;
mod type_text;

pub use answer::{Facts, answer_facts, normalize};
pub use check::{CheckedSql, SqlChecker};
pub use context::{Datasource, QueryContext, ResultFormat, ResultType};
pub use dataset::{Dataset, DatasetColumn, DatasetMetric, Relation};
pub use dialect::{DIALECTS, Dialect, DuckDb, Postgres, TimeGrain, dialect};
pub use error::QueryError;
pub use param::Param;
pub use plan::{Plan, PlanColumn, PlanContext, plan};
pub use post::{Processed, post_operation_names, post_process};
pub use query::{
    AdhocColumn, AdhocMetric, ColumnRef, Extras, Filter, MetricColumn, MetricRef, OrderTarget, PostProcessing,
    QueryObject,
};
pub use records::write_records;
pub use table::{Column, Kind, Table, Values};
pub use time::{Anchors, TimeRange, resolve_time_range, resolve_time_range_with, shift as shift_time};
pub use type_text::kind_of_type;
