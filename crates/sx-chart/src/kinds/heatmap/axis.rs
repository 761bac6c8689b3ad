//! The names along an axis, and their order.

use std::collections::HashMap;

use sx_query::Column;

use super::grid::GridCell;
use crate::cells;

/// The times behind formatted labels: a month's name does not tell its place in the year.
pub(super) fn times(column: &Column, spec: &str) -> HashMap<String, f64> {
    let rows = 0..column.values.len();
    let time = |row| Some((cells::formatted_label(column, row, spec), cells::time_ms(column, row)?));
    rows.filter_map(time).collect()
}

/// Distinct names, sorted by name (times and numbers by size) or by the sum of their cells.
pub(super) fn values(
    cells: &[GridCell],
    of: fn(&GridCell) -> &str,
    times: HashMap<String, f64>,
    sort: &str,
) -> Vec<String> {
    let mut sums: Vec<(&str, f64)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for cell in cells {
        let place = *places.entry(of(cell)).or_insert(sums.len());
        if place == sums.len() {
            sums.push((of(cell), 0.0));
        }
        sums[place].1 += cell.value;
    }
    let size = |name: &str| times.get(name).copied().or_else(|| name.parse::<f64>().ok());
    if sort.contains("value") {
        sums.sort_by(|a, b| a.1.total_cmp(&b.1));
    } else if !sort.is_empty() {
        sums.sort_by(|a, b| match (size(a.0), size(b.0)) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            // Numbers before names, so that the order is one for all.
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (None, None) => a.0.to_lowercase().cmp(&b.0.to_lowercase()).then_with(|| a.0.cmp(b.0)),
        });
    }
    if sort.contains("desc") {
        sums.reverse();
    }
    sums.into_iter().map(|(name, _)| name.to_owned()).collect()
}
