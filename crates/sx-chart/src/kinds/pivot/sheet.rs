//! Which records stand in which cell.

use std::collections::HashMap;

use super::{
    aggregate::{Aggregate, Whole},
    axis::{Axis, Key},
    order::{self, Order},
    records::{Measure, Record, Records},
};

/// Cells by the positions of their row's and their column's keys: records, in the order of the answer.
pub(super) struct Sheet<'a> {
    records: &'a Records,
    rows: Side<'a>,
    columns: Side<'a>,
    cells: HashMap<(u32, u32), Vec<u32>>,
}

struct Side<'a> {
    axis: &'a Axis,
    /// How many dimensions the keys keep: what is shown, and the totals that shares and orders refer to. Empty when
    /// the database computed the totals: then each record stands in its own cell only.
    lengths: Vec<usize>,
    places: HashMap<Key, u32>,
}

impl<'a> Sheet<'a> {
    /// `by_metric`: the database computed the totals, and they are among the records.
    pub fn new(records: &'a Records, rows: &'a Axis, columns: &'a Axis, by_metric: bool) -> Self {
        let (mut rows, mut columns) = (Side::new(rows, by_metric), Side::new(columns, by_metric));
        let mut cells: HashMap<_, Vec<u32>> = HashMap::new();
        for (index, record) in (0..).zip(&records.all) {
            let across = columns.places_of(record);
            for row in rows.places_of(record) {
                for column in &across {
                    cells.entry((row, *column)).or_default().push(index);
                }
            }
        }
        Self { records, rows, columns, cells }
    }

    /// The keys of the rows that are shown, in order.
    pub fn rows(&self, order: Order, aggregate: Aggregate) -> Vec<Key> {
        let size = |row: &Key| self.size(row, &self.columns.axis.total(0), aggregate);
        self.rows.shown(order, size)
    }

    /// The keys of the columns that are shown, in order.
    pub fn columns(&self, order: Order, aggregate: Aggregate) -> Vec<Key> {
        let size = |column: &Key| self.size(&self.rows.axis.total(0), column, aggregate);
        self.columns.shown(order, size)
    }

    /// The value of a cell; `None` where there are no records, or no value.
    pub fn value(&self, row: &[u32], column: &[u32], aggregate: Aggregate) -> Option<Measure> {
        let value = aggregate.function.apply(&self.measures(row, column))?;
        let Some(whole) = aggregate.share_of else { return Some(value) };
        let (all_rows, all_columns) = (self.rows.axis.collapsed(row, 0), self.columns.axis.collapsed(column, 0));
        let whole = match whole {
            Whole::Total => self.measures(&all_rows, &all_columns),
            Whole::Row => self.measures(row, &all_columns),
            Whole::Column => self.measures(&all_rows, column),
        };
        let whole = aggregate.function.apply(&whole)?.number().filter(|whole| *whole != 0.0)?;
        Some(Measure::Number(value.number()? / whole))
    }

    fn measures(&self, row: &[u32], column: &[u32]) -> Vec<&Measure> {
        let place = (self.rows.places.get(row), self.columns.places.get(column));
        let (Some(row), Some(column)) = place else { return Vec::new() };
        let records = self.cells.get(&(*row, *column)).into_iter().flatten();
        records.map(|index| &self.records.all[*index as usize].measure).collect()
    }

    /// What rows and columns are sorted by; several metrics have no common size, so the first one counts.
    fn size(&self, row: &[u32], column: &[u32], aggregate: Aggregate) -> f64 {
        let value = aggregate.function.apply(&self.measures(row, column));
        value.and_then(|value| value.number()).unwrap_or(0.0)
    }
}

impl<'a> Side<'a> {
    fn new(axis: &'a Axis, by_metric: bool) -> Self {
        let lengths = (0..=axis.depth()).filter(|kept| !by_metric && (*kept == 0 || axis.shows(*kept))).collect();
        Self { axis, lengths, places: HashMap::new() }
    }

    fn places_of(&mut self, record: &Record) -> Vec<u32> {
        let key = self.axis.key(record);
        let keys: Vec<Key> = match self.lengths.is_empty() {
            true => vec![key],
            false => self.lengths.iter().map(|kept| self.axis.collapsed(&key, *kept)).collect(),
        };
        let place = |key| {
            let fresh = self.places.len() as u32;
            *self.places.entry(key).or_insert(fresh)
        };
        keys.into_iter().map(place).collect()
    }

    fn shown(&self, order: Order, size: impl Fn(&Key) -> f64) -> Vec<Key> {
        let hides_totals = !self.axis.shows(0);
        let keys = self.places.keys().filter(|key| !(hides_totals && self.axis.is_total(key)));
        let mut keys: Vec<Key> = keys.cloned().collect();
        order::sort(self.axis, &mut keys, order, size);
        keys
    }
}
