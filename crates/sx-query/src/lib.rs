#![doc = include_str!("../README.md")]

mod answer;
mod check;
mod comparison;
mod context;
mod csv;
mod dataset;
mod dialect;
mod error;
mod float_text;
mod param;
mod parse;
mod plan;
mod post;
mod query;
mod records;
mod rewrite;
mod rules;
mod sql;
mod table;
mod thin;
mod time;
mod time_text;
mod type_text;

pub use answer::{Facts, answer_facts, normalize};
pub use check::{CheckedSql, SqlChecker};
pub use comparison::{OtherTime, TimeComparison};
pub use context::{Datasource, QueryContext, ResultFormat, ResultType};
pub use csv::CsvWriter;
pub use dataset::{Dataset, DatasetColumn, DatasetMetric, Relation};
pub use dialect::{DIALECTS, Dialect, DuckDb, MySql, Postgres, Sqlite, TimeGrain, dialect};
pub use error::QueryError;
pub use param::Param;
pub use plan::{Plan, PlanColumn, PlanContext, plan};
pub use post::{
    Forecast, ForecastQuestion, Forecaster, Processed, Seasonality, is_forecast, post_operation_names, post_process,
    post_process_with,
};
pub use query::{
    AdhocColumn, AdhocMetric, ColumnRef, Extras, Filter, MetricColumn, MetricRef, OrderTarget, PostProcessing,
    QueryObject,
};
pub use records::write_records;
pub use rewrite::{set_totals, totals_question};
pub use rules::RelationRules;
pub use table::{Column, Kind, Table, Values};
pub use time::{
    Anchors, TimeContext, TimeRange, resolve_time_range, resolve_time_range_in, resolve_time_range_with,
    shift as shift_time, shift_range as shift_time_range,
};
pub use time_text::TimeText;
pub use type_text::kind_of_type;
