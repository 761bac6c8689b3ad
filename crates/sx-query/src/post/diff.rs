//! The difference to an earlier row, or to a column before.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::PostOperation;
use super::append::{append_columns, compute_columns, numbers};
use super::frame::{Frame, Series, problem};
use super::options::{names, read};
use crate::{QueryError, Values};

pub(super) struct Diff;

const NAME: &str = "diff";

#[derive(Deserialize)]
struct Options {
    #[serde(default, deserialize_with = "names")]
    columns: Vec<(String, String)>,
    #[serde(default = "one")]
    periods: i64,
    #[serde(default)]
    axis: i64,
}

impl PostOperation for Diff {
    fn name(&self) -> &'static str {
        NAME
    }

    fn apply(&self, mut frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError> {
        let options: Options = read(NAME, options)?;
        match options.axis {
            0 => compute_columns(NAME, &mut frame, &options.columns, |_, values| {
                let earlier = |row| before(row, options.periods).and_then(|row| values.get(row).copied().flatten());
                Values::Float((0..values.len()).map(|row| Some(values[row]? - earlier(row)?)).collect())
            })?,
            1 => between_columns(&mut frame, &options)?,
            _ => return Err(problem(NAME, "`axis` must be 0 (rows) or 1 (columns)")),
        }
        Ok(frame)
    }
}

fn between_columns(frame: &mut Frame, options: &Options) -> Result<(), QueryError> {
    let mut chosen = Vec::new();
    for (source, _) in &options.columns {
        for series in frame.called(NAME, source)? {
            chosen.push((series.name.clone(), numbers(NAME, series)?));
        }
    }
    let difference = |(position, (name, values)): (usize, &(Vec<_>, Vec<Option<f64>>))| {
        let other = before(position, options.periods).and_then(|position| chosen.get(position));
        let difference = |row: usize| Some(values[row]? - other?.1[row]?);
        Series::numbers(name.clone(), (0..values.len()).map(difference).collect())
    };
    let computed = chosen.iter().enumerate().map(difference).collect();
    append_columns(frame, computed, &options.columns);
    Ok(())
}

fn before(position: usize, periods: i64) -> Option<usize> {
    usize::try_from(i64::try_from(position).ok()?.checked_sub(periods)?).ok()
}

fn one() -> i64 {
    1
}
