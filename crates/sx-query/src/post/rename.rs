//! Other names for columns; a name of null disappears when names are flattened.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::PostOperation;
use super::cell::Cell;
use super::frame::{Frame, missing, problem};
use super::options::read;
use crate::QueryError;

pub(super) struct Rename;

const NAME: &str = "rename";

#[derive(Deserialize)]
struct Options {
    #[serde(default)]
    columns: Map<String, Value>,
    level: Option<Value>,
}

impl PostOperation for Rename {
    fn name(&self) -> &'static str {
        NAME
    }

    fn apply(&self, mut frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError> {
        let options: Options = read(NAME, options)?;
        if options.columns.is_empty() {
            return Ok(frame);
        }
        let level = options.level.map(|level| find_level(NAME, &frame, &level)).transpose()?;
        check(&frame, &options.columns, level.unwrap_or(0))?;
        let is_at = |position: usize| level.is_none_or(|level| level == position);
        for series in &mut frame.columns {
            for (_, cell) in series.name.iter_mut().enumerate().filter(|(position, _)| is_at(*position)) {
                if let Some(name) = options.columns.get(&cell.label()) {
                    *cell = new_name(name);
                }
            }
        }
        Ok(frame)
    }
}

/// Each old name must be there, and one new name at least must not be.
fn check(frame: &Frame, columns: &Map<String, Value>, level: usize) -> Result<(), QueryError> {
    let exists = |name: &Cell| frame.columns.iter().any(|series| series.name.get(level) == Some(name));
    if let Some(unknown) = columns.keys().find(|name| !frame.columns.iter().any(|series| series.is_called(name))) {
        return Err(missing(NAME, unknown));
    }
    match columns.values().map(new_name).all(|name| exists(&name)) {
        true => Err(problem(NAME, "Label already exists")),
        false => Ok(()),
    }
}

fn new_name(name: &Value) -> Cell {
    match name {
        Value::Null => Cell::Null,
        Value::String(text) => Cell::text(text),
        other => Cell::text(&other.to_string()),
    }
}

/// A level by its name or its number; negative numbers count from the last one.
pub(super) fn find_level(operation: &str, frame: &Frame, level: &Value) -> Result<usize, QueryError> {
    let count = frame.levels.len().max(1);
    let by_name = || frame.levels.iter().position(|name| name.as_deref() == level.as_str() && name.is_some());
    let from_end = |number: i64| if number < 0 { number + count as i64 } else { number };
    let number = level.as_i64().and_then(|number| usize::try_from(from_end(number)).ok()).or_else(by_name);
    let number = number.filter(|number| *number < count);
    number.ok_or_else(|| problem(operation, format!("there is no level {level}")))
}
