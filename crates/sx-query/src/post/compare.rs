//! Columns against columns, usually now against an earlier time.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::PostOperation;
use super::cell::Cell;
use super::frame::{Frame, Series, problem};
use super::number::{known, round};
use super::options::read;
use crate::QueryError;

pub(super) struct Compare;

const NAME: &str = "compare";

#[derive(Deserialize)]
struct Options {
    #[serde(default)]
    source_columns: Vec<String>,
    #[serde(default)]
    compare_columns: Vec<String>,
    compare_type: String,
    #[serde(default)]
    drop_original_columns: bool,
    #[serde(default = "four")]
    precision: i32,
}

impl PostOperation for Compare {
    fn name(&self) -> &'static str {
        NAME
    }

    fn apply(&self, mut frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError> {
        let options: Options = read(NAME, options)?;
        if options.source_columns.len() != options.compare_columns.len() {
            return Err(problem(NAME, "`compare_columns` must have the same length as `source_columns`."));
        }
        let rounded = |number| round(number, options.precision);
        let compare: &dyn Fn(f64, f64) -> f64 = match options.compare_type.as_str() {
            "difference" => &|now, then| now - then,
            "percentage" => &|now, then| rounded((now - then) / then),
            "ratio" => &|now, then| rounded(now / then),
            _ => return Err(problem(NAME, "`compare_type` must be `difference`, `percentage` or `ratio`")),
        };
        for (source, other) in options.source_columns.iter().zip(&options.compare_columns) {
            let name = format!("{}__{source}__{other}", options.compare_type);
            let compared = compare_columns(&frame, source, other, &name, compare)?;
            frame.columns.extend(compared);
        }
        if options.drop_original_columns {
            let originals = || options.source_columns.iter().chain(&options.compare_columns);
            frame.columns.retain(|series| !originals().any(|name| series.is_called(name)));
        }
        Ok(frame)
    }
}

/// After a pivot each series is compared with the series of the same name below the other metric.
fn compare_columns(
    frame: &Frame,
    source: &str,
    other: &str,
    name: &str,
    compare: &dyn Fn(f64, f64) -> f64,
) -> Result<Vec<Series>, QueryError> {
    let others = frame.called(NAME, other)?;
    let numbers = |series: &Series| {
        series.as_numbers().ok_or_else(|| problem(NAME, format!("{source:?} and {other:?} must hold numbers")))
    };
    let mut compared = Vec::new();
    for series in frame.called(NAME, source)? {
        let Some(twin) = others.iter().find(|other| other.name[1..] == series.name[1..]) else { continue };
        let pairs = numbers(series)?.into_iter().zip(numbers(twin)?);
        let values = pairs.map(|(now, then)| known(compare(now?, then?))).collect();
        let mut new_name = series.name.clone();
        new_name[0] = Cell::text(name);
        compared.push(Series::numbers(new_name, values));
    }
    Ok(compared)
}

fn four() -> i32 {
    4
}
