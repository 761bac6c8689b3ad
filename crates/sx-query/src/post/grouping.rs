//! Rows by the values of some columns.

use std::collections::HashMap;
use std::hash::Hash;

use super::cell::Cell;
use super::frame::{Frame, Series};
use crate::{QueryError, Values};

/// Which group each row is in; the groups stand in the order of their keys.
pub(super) struct Grouping {
    pub keys: Vec<Vec<Cell>>,
    /// `None` for a row whose key holds nothing, where such keys are left out.
    pub of_row: Vec<Option<usize>>,
}

impl Grouping {
    /// # Errors
    /// When a column is missing.
    pub fn new(frame: &Frame, operation: &str, names: &[String], keep_nulls: bool) -> Result<Self, QueryError> {
        let mut of_row = vec![Some(0); frame.row_count()];
        let mut keys = vec![Vec::new()];
        for name in names {
            let (cells, codes) = encode(&frame.column(operation, name)?.values);
            let is_kept = |code: u32| keep_nulls || !cells[code as usize].is_null();
            // The group so far and the value in this column, as one number.
            let pairs: Vec<Option<usize>> = of_row
                .iter()
                .zip(&codes)
                .map(|(group, code)| group.filter(|_| is_kept(*code)).map(|group| group * cells.len() + *code as usize))
                .collect();
            let mut known: Vec<usize> = pairs.iter().copied().flatten().collect();
            known.sort_unstable();
            known.dedup();
            let key = |pair: &usize| {
                let mut key: Vec<Cell> = keys[pair / cells.len()].clone();
                key.push(cells[pair % cells.len()].clone());
                key
            };
            keys = known.iter().map(key).collect();
            let numbers: HashMap<usize, usize> =
                known.into_iter().enumerate().map(|(number, pair)| (pair, number)).collect();
            of_row = pairs.iter().map(|pair| pair.and_then(|pair| numbers.get(&pair).copied())).collect();
        }
        if of_row.is_empty() {
            keys.clear();
        }
        Ok(Self { keys, of_row })
    }

    /// The rows of each group, in their order.
    pub fn members(&self) -> Vec<Vec<usize>> {
        let mut members = vec![Vec::new(); self.keys.len()];
        for (row, group) in self.of_row.iter().enumerate() {
            if let Some(group) = group {
                members[*group].push(row);
            }
        }
        members
    }

    /// The columns that name the groups.
    pub fn columns(&self, frame: &Frame, operation: &str, names: &[String]) -> Result<Vec<Series>, QueryError> {
        let column = |(level, name): (usize, &String)| {
            let cells: Vec<Cell> = self.keys.iter().map(|key| key[level].clone()).collect();
            Ok(Series::new(name, frame.column(operation, name)?.kind, Cell::column(&cells)))
        };
        names.iter().enumerate().map(column).collect()
    }
}

/// The different values in their order, and for each row the number of its value.
fn encode(values: &Values) -> (Vec<Cell>, Vec<u32>) {
    match values {
        // Whole numbers with gaps are floats to pandas, which shows in names made of them.
        Values::Int(v) if v.contains(&None) => number(v, |n| *n, |n| Cell::Float(n as f64)),
        Values::Int(v) => number(v, |n| *n, Cell::Int),
        Values::Time(v) => number(v, |time| *time, Cell::Time),
        Values::Bool(v) => number(v, |yes| *yes, Cell::Bool),
        Values::Text(v) => number(v, |text| text.as_deref(), Cell::text),
        Values::Float(v) => {
            // Zero and minus zero are one value, and NaN is none.
            let bits = |n: &Option<f64>| n.filter(|n| !n.is_nan()).map(|n| (n + 0.0).to_bits());
            number(v, bits, |bits| Cell::Float(f64::from_bits(bits)))
        }
        Values::Json(v) => number(v, |value| value.as_ref().map(ToString::to_string), |text: String| Cell::text(&text)),
    }
}

fn number<'a, T, K: Hash + Eq>(
    values: &'a [T],
    key: impl Fn(&'a T) -> Option<K>,
    cell: impl Fn(K) -> Cell,
) -> (Vec<Cell>, Vec<u32>) {
    let mut found: HashMap<Option<K>, u32> = HashMap::new();
    let codes: Vec<u32> = values
        .iter()
        .map(|value| {
            let next = found.len() as u32;
            *found.entry(key(value)).or_insert(next)
        })
        .collect();
    let mut cells: Vec<(Cell, u32)> =
        found.into_iter().map(|(key, code)| (key.map_or(Cell::Null, &cell), code)).collect();
    cells.sort();
    let mut places = vec![0; cells.len()];
    for (place, (_, code)) in cells.iter().enumerate() {
        places[*code as usize] = place as u32;
    }
    (cells.into_iter().map(|(cell, _)| cell).collect(), codes.into_iter().map(|code| places[code as usize]).collect())
}
