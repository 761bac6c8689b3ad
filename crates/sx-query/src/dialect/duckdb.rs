//! DuckDB, the embedded engine.

use super::{Dialect, TimeGrain};
use crate::Param;

pub struct DuckDb;

impl Dialect for DuckDb {
    fn id(&self) -> &'static str {
        "duckdb"
    }

    fn time_grains(&self) -> &'static [TimeGrain] {
        TIME_GRAINS
    }

    /// Values are bound with their types.
    fn placeholder(&self, n: usize, _param: &Param) -> String {
        format!("${n}")
    }

    fn ascending(&self) -> &'static str {
        "ASC NULLS LAST"
    }

    /// Left alone, DuckDB puts NULLs last in both directions.
    fn descending(&self) -> &'static str {
        "DESC NULLS FIRST"
    }

    fn epoch_seconds_to_time(&self, column: &str) -> String {
        format!("make_timestamp(CAST({column} * 1000000 AS BIGINT))")
    }

    fn epoch_millis_to_time(&self, column: &str) -> String {
        format!("make_timestamp(CAST({column} * 1000 AS BIGINT))")
    }
}

const fn grain(name: &'static str, function: &'static str, duration: &'static str) -> TimeGrain {
    TimeGrain { name, function, duration }
}

static TIME_GRAINS: &[TimeGrain] = &[
    grain("Second", "DATE_TRUNC('second', {col})", "PT1S"),
    grain("5 second", "TIME_BUCKET(INTERVAL '5 seconds', {col})", "PT5S"),
    grain("30 second", "TIME_BUCKET(INTERVAL '30 seconds', {col})", "PT30S"),
    grain("Minute", "DATE_TRUNC('minute', {col})", "PT1M"),
    grain("5 minute", "TIME_BUCKET(INTERVAL '5 minutes', {col})", "PT5M"),
    grain("10 minute", "TIME_BUCKET(INTERVAL '10 minutes', {col})", "PT10M"),
    grain("15 minute", "TIME_BUCKET(INTERVAL '15 minutes', {col})", "PT15M"),
    grain("30 minute", "TIME_BUCKET(INTERVAL '30 minutes', {col})", "PT30M"),
    grain("Hour", "DATE_TRUNC('hour', {col})", "PT1H"),
    grain("6 hour", "TIME_BUCKET(INTERVAL '6 hours', {col})", "PT6H"),
    grain("Day", "DATE_TRUNC('day', {col})", "P1D"),
    grain("Week", "DATE_TRUNC('week', {col})", "P1W"),
    grain("Month", "DATE_TRUNC('month', {col})", "P1M"),
    grain("Quarter", "DATE_TRUNC('quarter', {col})", "P3M"),
    grain("Year", "DATE_TRUNC('year', {col})", "P1Y"),
];
