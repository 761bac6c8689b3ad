//! What did not fit.

use serde::Serialize;

/// More are counted, not kept.
const MOST_KEPT: usize = 100;
const LONGEST_VALUE: usize = 100;

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BadCell {
    /// In the file: the line of a text, the row of a sheet, the element of a list; from 1, the header included.
    pub row: u64,
    /// As the file calls it.
    pub column: String,
    /// At most 100 characters of it.
    pub value: String,
    /// A sentence.
    pub reason: String,
}

/// The first 100 of them, and how many rows there are.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct BadCells {
    /// Rows with at least one.
    pub count: u64,
    #[serde(rename = "rows")]
    pub cells: Vec<BadCell>,
    #[serde(skip)]
    last_row: Option<u64>,
}

impl BadCells {
    pub(super) fn add(&mut self, row: u64, column: &str, value: &str, reason: String) {
        if self.last_row.replace(row) != Some(row) {
            self.count += 1;
        }
        if self.cells.len() < MOST_KEPT {
            self.cells.push(BadCell { row, column: column.to_owned(), value: clipped(value), reason });
        }
    }
}

pub(super) fn clipped(value: &str) -> String {
    match value.char_indices().nth(LONGEST_VALUE) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_and_the_first_cells_kept() {
        let mut bad = BadCells::default();
        for row in 0..150 {
            bad.add(row, "a", "x", "It is no integer.".into());
            bad.add(row, "b", &"ä".repeat(200), "It is no date.".into());
        }
        assert_eq!((bad.count, bad.cells.len()), (150, 100));
        assert_eq!(bad.cells[1].value.chars().count(), 101);
    }
}
