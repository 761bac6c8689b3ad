//! `combine_value_with_metric`: the metrics beside each other below each column.

use std::collections::BTreeSet;

use crate::post::cell::Cell;
use crate::post::frame::{Frame, Series};

/// Metrics side by side within each column; rows without any value go.
pub(super) fn metric_last(frame: &mut Frame) {
    let metrics: BTreeSet<Cell> = frame.columns.iter().filter_map(|series| series.name.first().cloned()).collect();
    let columns: BTreeSet<Vec<Cell>> = frame.columns.iter().map(|series| series.name[1..].to_vec()).collect();
    let rows: Vec<usize> = (0..frame.row_count())
        .filter(|row| frame.columns.iter().any(|series| !Cell::at(&series.values, *row).is_null()))
        .collect();
    if rows.len() < frame.row_count() {
        frame.take(&rows);
    }
    let mut combined = Vec::new();
    for (column, metric) in columns.iter().flat_map(|column| metrics.iter().map(move |metric| (column, metric))) {
        let is_it = |series: &Series| series.name.first() == Some(metric) && series.name[1..] == **column;
        let name: Vec<Cell> = column.iter().chain([metric]).cloned().collect();
        combined.push(match frame.columns.iter().position(is_it) {
            Some(position) => Series { name, ..frame.columns.swap_remove(position) },
            None => Series::numbers(name, vec![None; rows.len()]),
        });
    }
    frame.columns = combined;
    frame.levels.rotate_left(1);
}
