//! The answer as records: one for each metric of each row, with its place on every dimension.

use std::{
    cmp::Ordering,
    collections::{HashMap, HashSet},
};

use sx_query::{Column, Kind, Table};

use super::{axis::ALL, dates, order};
use crate::{ChartError, FormData, Look, cells, form, format::format_time};

pub(super) struct Records {
    pub dimensions: Vec<Dimension>,
    /// Names in the answer, in the form's order.
    pub metrics: Vec<String>,
    pub all: Vec<Record>,
}

pub(super) struct Dimension {
    /// As people read it.
    pub name: String,
    /// Its values as text, in natural order: a record holds positions in here.
    pub members: Vec<String>,
    /// Their positions by their values in the answer, as JSON.
    ranks: HashMap<String, u32>,
}

/// In place of a member that no cell has.
const UNKNOWN: u32 = ALL - 1;

pub(super) struct Record {
    /// For each dimension which of its members, or [`ALL`] of them.
    pub members: Vec<u32>,
    /// Which of the metrics.
    pub metric: u32,
    pub measure: Measure,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Measure {
    Number(f64),
    /// What a metric such as `MAX(name)` gives.
    Text(String),
}

impl Records {
    /// The cells: `names` are those of the dimensions in the answer.
    pub fn read(form_data: &FormData, names: &[String], table: &Table, look: &Look) -> Result<Self, ChartError> {
        let metrics = form::labels(form_data, "metrics");
        if metrics.is_empty() {
            return Err(ChartError::Form("A pivot table needs a metric".into()));
        }
        let dimension = |name: &String| {
            Ok(Dimension::read(form_data, cells::require(table, name)?, table.row_count(), look.shown(name)))
        };
        let dimensions = names.iter().map(dimension).collect::<Result<_, _>>()?;
        let mut records = Self { dimensions, metrics, all: Vec::new() };
        let kept: Vec<usize> = (0..names.len()).collect();
        records.add(form_data, names, &kept, table)?;
        Ok(records)
    }

    /// More records, from an answer that has only some of the dimensions. A metric that is NULL makes no record, nor do
    /// members that no cell has.
    pub fn add(
        &mut self,
        form_data: &FormData,
        names: &[String],
        kept: &[usize],
        table: &Table,
    ) -> Result<(), ChartError> {
        let places = kept.iter().map(|dimension| cells::require(table, &names[*dimension]));
        let places = places.collect::<Result<Vec<_>, _>>()?;
        let measured = self.metrics.iter().map(|name| {
            let column = cells::require(table, name)?;
            Ok((column, dates::format(form_data, column)))
        });
        let measured = measured.collect::<Result<Vec<_>, _>>()?;
        for row in 0..table.row_count() {
            let mut members = vec![ALL; names.len()];
            for (dimension, column) in kept.iter().zip(&places) {
                let known = self.dimensions[*dimension].ranks.get(&cells::json(column, row).to_string());
                members[*dimension] = known.copied().unwrap_or(UNKNOWN);
            }
            if members.contains(&UNKNOWN) {
                continue;
            }
            for (metric, (column, spec)) in (0..).zip(&measured) {
                if let Some(measure) = measure(column, spec, row) {
                    self.all.push(Record { members: members.clone(), metric, measure });
                }
            }
        }
        Ok(())
    }
}

impl Dimension {
    /// The distinct values of a column, in natural order.
    fn read(form_data: &FormData, column: &Column, count: usize, name: &str) -> Self {
        let spec = dates::format(form_data, column);
        let mut seen = HashSet::new();
        // The first row of each value stands for it.
        let values = (0..count).map(|row| (row, cells::json(column, row).to_string()));
        let values = values.filter(|(_, value)| seen.insert(value.clone()));
        let mut values: Vec<_> =
            values.map(|(row, value)| (row, cells::formatted_label(column, row, &spec), value)).collect();
        values.sort_by(|a, b| compare(column, (a.0, &a.1), (b.0, &b.1)));
        let (mut members, mut ranks) = (Vec::new(), HashMap::new());
        for (rank, (_, label, value)) in (0..).zip(values) {
            members.push(label);
            ranks.insert(value, rank);
        }
        Self { name: name.to_owned(), members, ranks }
    }
}

/// NULL first, then times and numbers by size, then texts.
fn compare(column: &Column, a: (usize, &str), b: (usize, &str)) -> Ordering {
    let is_known = |row: usize| !cells::json(column, row).is_null();
    let size = |row: usize| cells::time_ms(column, row).or_else(|| cells::number(column, row));
    is_known(a.0).cmp(&is_known(b.0)).then_with(|| match (size(a.0), size(b.0)) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => order::natural(a.1, b.1),
    })
}

fn measure(column: &Column, spec: &str, row: usize) -> Option<Measure> {
    if let Some(ms) = cells::time_ms(column, row) {
        return Some(Measure::Text(format_time(spec, ms)));
    }
    if let Some(number) = cells::number(column, row).filter(|_| column.kind != Kind::Boolean) {
        return Some(Measure::Number(number));
    }
    let is_null = cells::json(column, row).is_null();
    (!is_null).then(|| Measure::Text(cells::label(column, row)))
}
