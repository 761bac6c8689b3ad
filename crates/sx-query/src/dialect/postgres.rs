//! PostgreSQL.

use super::{Dialect, TimeGrain, literal};
use crate::Param;

pub struct Postgres;

impl Dialect for Postgres {
    fn id(&self) -> &'static str {
        "postgresql"
    }

    fn time_grains(&self) -> &'static [TimeGrain] {
        TIME_GRAINS
    }

    /// Postgres infers a bare parameter's type from the column, and `int_column <= 10.5` would then be refused.
    fn placeholder(&self, n: usize, param: &Param) -> String {
        match param {
            Param::Null | Param::Text(_) => format!("${n}"),
            Param::Bool(_) => format!("CAST(${n} AS BOOLEAN)"),
            Param::Int(_) => format!("CAST(${n} AS BIGINT)"),
            Param::Float(_) => format!("CAST(${n} AS DOUBLE PRECISION)"),
            Param::Time(_) => format!("CAST(${n} AS TIMESTAMP)"),
        }
    }

    fn literal(&self, value: &Param) -> String {
        match value {
            // E'' means the same whatever `standard_conforming_strings` is.
            Param::Text(text) if text.contains('\\') => {
                format!("E{}", literal::quoted(&text.replace('\\', "\\\\")))
            }
            Param::Time(micros) => {
                let text = literal::quoted(&literal::time_text(*micros));
                format!("TO_TIMESTAMP({text}, 'YYYY-MM-DD HH24:MI:SS.US')")
            }
            other => literal::standard(other),
        }
    }

    /// NAMEDATALEN is 64, with the byte that ends it.
    fn longest_label(&self) -> Option<usize> {
        Some(63)
    }

    fn epoch_seconds_to_time(&self, column: &str) -> String {
        format!("(timestamp 'epoch' + {column} * interval '1 second')")
    }

    fn epoch_millis_to_time(&self, column: &str) -> String {
        format!("(timestamp 'epoch' + {column} / 1000.0 * interval '1 second')")
    }
}

const fn grain(name: &'static str, function: &'static str, duration: &'static str) -> TimeGrain {
    TimeGrain { name, function, duration }
}

static TIME_GRAINS: &[TimeGrain] = &[
    grain("Second", "DATE_TRUNC('second', {col})", "PT1S"),
    grain(
        "5 second",
        "DATE_TRUNC('minute', {col}) + INTERVAL '5 seconds' * FLOOR(EXTRACT(SECOND FROM {col}) / 5)",
        "PT5S",
    ),
    grain(
        "30 second",
        "DATE_TRUNC('minute', {col}) + INTERVAL '30 seconds' * FLOOR(EXTRACT(SECOND FROM {col}) / 30)",
        "PT30S",
    ),
    grain("Minute", "DATE_TRUNC('minute', {col})", "PT1M"),
    grain(
        "5 minute",
        "DATE_TRUNC('hour', {col}) + INTERVAL '5 minutes' * FLOOR(EXTRACT(MINUTE FROM {col}) / 5)",
        "PT5M",
    ),
    grain(
        "10 minute",
        "DATE_TRUNC('hour', {col}) + INTERVAL '10 minutes' * FLOOR(EXTRACT(MINUTE FROM {col}) / 10)",
        "PT10M",
    ),
    grain(
        "15 minute",
        "DATE_TRUNC('hour', {col}) + INTERVAL '15 minutes' * FLOOR(EXTRACT(MINUTE FROM {col}) / 15)",
        "PT15M",
    ),
    grain(
        "30 minute",
        "DATE_TRUNC('hour', {col}) + INTERVAL '30 minutes' * FLOOR(EXTRACT(MINUTE FROM {col}) / 30)",
        "PT30M",
    ),
    grain("Hour", "DATE_TRUNC('hour', {col})", "PT1H"),
    grain("Day", "DATE_TRUNC('day', {col})", "P1D"),
    grain("Week", "DATE_TRUNC('week', {col})", "P1W"),
    grain("Month", "DATE_TRUNC('month', {col})", "P1M"),
    grain("Quarter", "DATE_TRUNC('quarter', {col})", "P3M"),
    grain("Year", "DATE_TRUNC('year', {col})", "P1Y"),
];
