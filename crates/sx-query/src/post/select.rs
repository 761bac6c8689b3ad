//! Some of the columns, in the order asked for.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::PostOperation;
use super::cell::Cell;
use super::frame::{Frame, Series, problem};
use super::options::read;
use crate::QueryError;

pub(super) struct Select;

const NAME: &str = "select";

#[derive(Deserialize)]
struct Options {
    #[serde(default)]
    columns: Vec<String>,
    #[serde(default)]
    exclude: Vec<String>,
    #[serde(default)]
    rename: BTreeMap<String, String>,
}

impl PostOperation for Select {
    fn name(&self) -> &'static str {
        NAME
    }

    fn apply(&self, mut frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError> {
        let options: Options = read(NAME, options)?;
        if !options.columns.is_empty() {
            let mut chosen = Vec::new();
            for name in &options.columns {
                chosen.extend(frame.called(NAME, name)?.into_iter().cloned());
            }
            frame.columns = chosen;
        }
        for name in &options.exclude {
            frame.called(NAME, name)?;
            frame.columns.retain(|series| !series.is_called(name));
        }
        for series in &mut frame.columns {
            let name = series.name.first().map(Cell::label).unwrap_or_default();
            if let (Some(new), Some(cell)) = (options.rename.get(&name), series.name.first_mut()) {
                *cell = Cell::text(new);
            }
        }
        Ok(frame)
    }
}

/// Computes columns of numbers anew: `{"y": "y"}` replaces the column, `{"y": "y2"}` adds one.
pub(super) fn replace_columns(
    operation: &str,
    mut frame: Frame,
    columns: &BTreeMap<String, String>,
    compute: impl Fn(&[Option<f64>]) -> Vec<Option<f64>>,
) -> Result<Frame, QueryError> {
    let in_place = columns.iter().all(|(source, target)| source == target);
    let mut computed = Vec::new();
    for (source, target) in columns {
        for series in frame.called(operation, source)? {
            let wrong = || problem(operation, format!("{source:?} holds no numbers"));
            let values = compute(&series.as_numbers().ok_or_else(wrong)?);
            let mut name = series.name.clone();
            if let Some(first) = name.first_mut() {
                *first = Cell::text(target);
            }
            computed.push(Series::numbers(name, values));
        }
    }
    for series in computed {
        if in_place {
            frame.put(series);
        } else {
            frame.columns.push(series);
        }
    }
    Ok(frame)
}
