//! What is known of the series.

use std::collections::BTreeMap;

use super::NAME;
use crate::post::cell::Cell;
use crate::post::frame::{Frame, Series, problem};
use crate::{Kind, QueryError, Values};

/// What is known, in the order of its times.
pub(super) struct History {
    kind: Kind,
    pub times: Vec<i64>,
    /// The series that are numbers in every row; others are left out, as in the reference.
    pub series: Vec<(String, Vec<f64>)>,
}

impl History {
    /// # Errors
    /// When there is no time axis, no series, or not enough of them.
    pub fn new(frame: &Frame, index: &str) -> Result<Self, QueryError> {
        let no_axis = || problem(NAME, "DataFrame must include temporal column");
        let axis = frame.columns.iter().find(|series| series.is_called(index)).ok_or_else(no_axis)?;
        let Values::Time(times) = &axis.values else { return Err(no_axis()) };
        if frame.columns.len() < 2 {
            return Err(problem(NAME, "DataFrame include at least one series"));
        }
        // Rows by time; of several rows at one time the last counts, for a model has one value for each.
        let rows: BTreeMap<i64, usize> =
            times.iter().enumerate().filter_map(|(row, time)| time.map(|time| (time, row))).collect();
        if rows.len() < 2 {
            return Err(problem(NAME, "a forecast needs at least two points in time"));
        }
        let complete = |series: &Series| {
            let numbers = series.to_numbers();
            let values: Option<Vec<f64>> = rows.values().map(|row| numbers[*row].filter(|n| n.is_finite())).collect();
            Some((series.name.first().map(Cell::label).unwrap_or_default(), values?))
        };
        let series: Vec<_> =
            frame.columns.iter().filter(|series| !series.is_called(index)).filter_map(complete).collect();
        if series.is_empty() {
            return Err(problem(NAME, "there is no series without gaps to tell the future of"));
        }
        Ok(Self { kind: axis.kind, times: rows.into_keys().collect(), series })
    }

    pub fn last(&self) -> i64 {
        self.times.last().copied().unwrap_or_default()
    }

    /// The times of the history and of the future as a column.
    pub fn axis(&self, name: &str, future: &[i64]) -> Series {
        let times = self.times.iter().chain(future).map(|time| Some(*time)).collect();
        Series::new(name, self.kind, Values::Time(times))
    }
}
