//! Columns that were computed from others, put into the frame.

use super::cell::Cell;
use super::frame::{Frame, Series, problem};
use super::number::typed;
use crate::{QueryError, Values};

/// Computes each column that `columns` names: `{"y": "y"}` replaces it, `{"y": "y2"}` adds one at the end.
///
/// # Errors
/// When a column is missing or holds no numbers.
pub(super) fn compute_columns(
    operation: &str,
    frame: &mut Frame,
    columns: &[(String, String)],
    compute: impl Fn(&Series, &[Option<f64>]) -> Values,
) -> Result<(), QueryError> {
    let mut computed = Vec::new();
    for (source, _) in columns {
        for series in frame.called(operation, source)? {
            let numbers = numbers(operation, series)?;
            computed.push(Series { name: series.name.clone(), kind: series.kind, values: compute(series, &numbers) });
        }
    }
    append_columns(frame, computed, columns);
    Ok(())
}

/// In place where every name stays; otherwise all of them are added, so that a name that stays is there twice.
pub(super) fn append_columns(frame: &mut Frame, computed: Vec<Series>, columns: &[(String, String)]) {
    if columns.iter().all(|(source, target)| source == target) {
        return computed.into_iter().for_each(|series| put_in_place(frame, series));
    }
    let target = |cell: &Cell| match cell {
        Cell::Text(text) => columns.iter().find(|(source, _)| **source == **text).map(|(_, target)| target),
        _ => None,
    };
    frame.columns.extend(computed.into_iter().map(|mut series| {
        for cell in &mut series.name {
            if let Some(target) = target(cell) {
                *cell = Cell::text(target);
            }
        }
        series
    }));
}

/// A column of whole numbers stays one as long as what is put into it is whole.
fn put_in_place(frame: &mut Frame, mut series: Series) {
    let old = frame.columns.iter().find(|old| old.name == series.name);
    let was_whole = old.is_some_and(|old| matches!(&old.values, Values::Int(v) if !v.contains(&None)));
    series.values = match series.values {
        Values::Float(values) => typed(values, was_whole),
        values => values,
    };
    frame.put(series);
}

/// The values of a column that must hold numbers.
pub(super) fn numbers(operation: &str, series: &Series) -> Result<Vec<Option<f64>>, QueryError> {
    let name = || series.name.first().map(Cell::label).unwrap_or_default();
    series.as_numbers().ok_or_else(|| problem(operation, format!("{:?} holds no numbers", name())))
}
