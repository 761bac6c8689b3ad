//! The rows of a time axis beside the steps of a new one.

use std::ops::Range;

use super::rule::Rule;
use crate::QueryError;

pub(super) struct Steps<'a> {
    times: &'a [i64],
    /// The time of each step.
    pub labels: Vec<i64>,
    /// The rows in each step.
    pub bins: Vec<Range<usize>>,
}

impl<'a> Steps<'a> {
    /// `times` are in order.
    ///
    /// # Errors
    /// When the rule makes too many steps.
    pub fn new(times: &'a [i64], rule: &Rule) -> Result<Self, QueryError> {
        let labels = rule.labels(times)?;
        let mut start = 0;
        let bin = |(position, _): (usize, &i64)| {
            let is_in = |time: &i64| rule.bin(&labels, *time) <= position;
            let end = start + times[start..].partition_point(is_in);
            let bin = start..end;
            start = end;
            bin
        };
        let bins = labels.iter().enumerate().map(bin).collect();
        Ok(Self { times, labels, bins })
    }

    /// For each step the row at its time.
    pub fn exact(&self) -> Vec<Option<usize>> {
        self.labels.iter().map(|label| self.times.binary_search(label).ok()).collect()
    }

    pub fn last_before(&self) -> Vec<Option<usize>> {
        self.labels.iter().map(|label| self.times.partition_point(|time| time <= label).checked_sub(1)).collect()
    }

    pub fn first_after(&self) -> Vec<Option<usize>> {
        let row = |label: &i64| Some(self.times.partition_point(|time| time < label));
        self.labels.iter().map(|label| row(label).filter(|row| *row < self.times.len())).collect()
    }
}
