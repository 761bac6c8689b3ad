//! Cells as text, with the bars behind them.

use sx_query::{Column, Kind};

use super::columns::{Format, Shown};
use crate::{Cell, cells};

/// A page with more rows is slow to send and nobody reads it.
pub(in crate::kinds) const MOST_ROWS: usize = 1_000;

/// At most [`MOST_ROWS`] rows. Bars are measured on all of them.
pub(in crate::kinds) fn body(shown: &[Shown<'_>], count: usize) -> Vec<Vec<Cell>> {
    let largest: Vec<_> = shown.iter().map(|column| largest(column, count)).collect();
    let cell = |row: usize, (column, largest): (&Shown<'_>, &Option<f64>)| {
        let mut cell = cell(column, column.column, row);
        let share = |largest: f64| cells::number(column.column, row).map(|value| value / largest);
        cell.bar = largest.and_then(share).map(|bar| (bar * 1e4).round() / 1e4);
        cell
    };
    let row = |row: usize| shown.iter().zip(&largest).map(|column| cell(row, column)).collect();
    (0..count.min(MOST_ROWS)).map(row).collect()
}

/// The totals of each metric below the table, under the name of the row.
pub(super) fn summary(shown: &[Shown<'_>], totals: &sx_query::Table) -> Vec<Cell> {
    let cell = |(index, column): (usize, &Shown<'_>)| match totals.column(&column.column.name) {
        Some(total) => cell(column, total, 0),
        None => Cell { text: if index == 0 { "Summary".into() } else { String::new() }, bar: None, null: false },
    };
    shown.iter().enumerate().map(cell).collect()
}

/// `counted` is how many rows there are altogether, when the server counted them.
pub(super) fn note(count: usize, counted: Option<f64>) -> Option<String> {
    let grouped = |number: f64| crate::format::format_number(",d", number);
    if let Some(all) = counted.filter(|all| *all > count as f64) {
        return Some(format!("The first {} of {} rows are shown.", grouped(count as f64), grouped(all)));
    }
    let shown = grouped(MOST_ROWS as f64);
    (count > MOST_ROWS).then(|| format!("The first {shown} of {} rows are shown.", grouped(count as f64)))
}

fn cell(shown: &Shown<'_>, column: &Column, row: usize) -> Cell {
    match text(shown, column, row) {
        Some(text) => Cell { text, bar: None, null: false },
        None => Cell { text: "N/A".into(), bar: None, null: true },
    }
}

fn text(shown: &Shown<'_>, column: &Column, row: usize) -> Option<String> {
    if let Format::Time(spec) = &shown.format
        && let Some(ms) = cells::time_ms(column, row)
    {
        return Some(crate::format::format_time(spec, ms));
    }
    if column.kind == Kind::Numeric
        && let Some(value) = cells::number(column, row)
    {
        return Some(shown.format.number_text(value / shown.whole.unwrap_or(1.0)));
    }
    let is_null = cells::json(column, row).is_null();
    (!is_null).then(|| cells::label(column, row))
}

fn largest(shown: &Shown<'_>, count: usize) -> Option<f64> {
    let sizes = (0..count).filter_map(|row| cells::number(shown.column, row)).map(f64::abs);
    sizes.reduce(f64::max).filter(|largest| shown.bars && *largest > 0.0)
}
