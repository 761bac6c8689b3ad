//! Rows in another order; what is nothing comes last in both directions.

use std::cmp::Ordering;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::PostOperation;
use super::cell::Cell;
use super::frame::{Frame, Index, cells, problem};
use super::options::read;
use crate::QueryError;

pub(super) struct Sort;

const NAME: &str = "sort";

#[derive(Deserialize)]
struct Options {
    #[serde(default)]
    is_sort_index: bool,
    #[serde(default)]
    by: OneOrMany<String>,
    #[serde(default = "ascending")]
    ascending: OneOrMany<bool>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl PostOperation for Sort {
    fn name(&self) -> &'static str {
        NAME
    }

    fn apply(&self, mut frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError> {
        let options: Options = read(NAME, options)?;
        let keys = if options.is_sort_index { index_keys(&frame) } else { column_keys(&frame, &options.by)? };
        if keys.is_empty() {
            return Ok(frame);
        }
        let is_ascending = |key: usize| match &options.ascending {
            OneOrMany::One(ascending) => *ascending,
            OneOrMany::Many(each) => each.get(key).copied().unwrap_or(true),
        };
        if let OneOrMany::Many(each) = &options.ascending
            && each.len() != keys.len()
        {
            let sentence = format!("Length of ascending ({}) != length of by ({})", each.len(), keys.len());
            return Err(problem(NAME, sentence));
        }
        let mut rows: Vec<usize> = (0..frame.row_count()).collect();
        rows.sort_by(|a, b| {
            let by_key =
                |(position, cells): (usize, &Vec<Cell>)| compare(&cells[*a], &cells[*b], is_ascending(position));
            keys.iter().enumerate().map(by_key).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
        });
        frame.take(&rows);
        Ok(frame)
    }
}

fn index_keys(frame: &Frame) -> Vec<Vec<Cell>> {
    match &frame.index {
        Index::Range | Index::From(_) => vec![(0..frame.row_count()).map(|row| Cell::Int(row as i64)).collect()],
        Index::Numbers(numbers) => vec![numbers.iter().map(|number| Cell::Int(*number as i64)).collect()],
        Index::Columns(columns) => columns.iter().map(|column| cells(&column.values)).collect(),
    }
}

/// `by` may also name a column that became the index.
fn column_keys(frame: &Frame, by: &OneOrMany<String>) -> Result<Vec<Vec<Cell>>, QueryError> {
    let names = match by {
        OneOrMany::One(name) => std::slice::from_ref(name),
        OneOrMany::Many(names) => names,
    };
    let key = |name: &String| {
        if let Index::Columns(columns) = &frame.index
            && let Some(column) = columns.iter().find(|column| column.name == *name)
        {
            return Ok(cells(&column.values));
        }
        frame.column(NAME, name).map(|series| cells(&series.values))
    };
    names.iter().map(key).collect()
}

fn compare(a: &Cell, b: &Cell, ascending: bool) -> Ordering {
    if ascending || a.is_null() || b.is_null() { a.cmp(b) } else { b.cmp(a) }
}

fn ascending() -> OneOrMany<bool> {
    OneOrMany::One(true)
}
