//! Rows or columns: the levels of their names, and the keys that stand for one row or column.

use super::records::{Record, Records};
use crate::{FormData, Look, form};

/// In place of a member: all of them together.
pub(super) const ALL: u32 = u32::MAX;

/// A member for each level.
pub(super) type Key = Vec<u32>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Metric,
    /// A position among the dimensions.
    Dimension(usize),
}

pub(super) struct Axis {
    pub levels: Vec<Level>,
    totals: bool,
    subtotals: bool,
    /// Subtotals stand before what they sum up.
    pub on_top: bool,
}

/// Rows and columns.
pub(super) fn axes(form_data: &FormData, rows: usize, columns: usize) -> (Axis, Axis) {
    let on = |name: &str| form::flag(form_data, name);
    let of_rows = (0..rows).map(Level::Dimension).collect();
    let of_columns = (rows..rows + columns).map(Level::Dimension).collect();
    let (mut down, mut across): (Vec<_>, Vec<_>) =
        if on("transposePivot") { (of_columns, of_rows) } else { (of_rows, of_columns) };
    let metrics = if form::text(form_data, "metricsLayout") == Some("ROWS") { &mut down } else { &mut across };
    let at = if on("combineMetric") { metrics.len() } else { 0 };
    metrics.insert(at, Level::Metric);
    // The names are those of the reference: a row's total is a further column.
    let rows = Axis {
        levels: down,
        totals: on("colTotals"),
        subtotals: on("rowSubTotals"),
        on_top: on("rowSubtotalPosition"),
    };
    let columns = Axis {
        levels: across,
        totals: on("rowTotals"),
        subtotals: on("colSubTotals"),
        on_top: on("colSubtotalPosition"),
    };
    (rows, columns)
}

impl Axis {
    pub fn key(&self, record: &Record) -> Key {
        let member = |level: &Level| match level {
            Level::Metric => record.metric,
            Level::Dimension(dimension) => record.members[*dimension],
        };
        self.levels.iter().map(member).collect()
    }

    /// The first `kept` of its dimensions.
    pub fn first(&self, kept: usize) -> Vec<usize> {
        let dimensions = self.levels.iter().filter_map(|level| match level {
            Level::Metric => None,
            Level::Dimension(dimension) => Some(*dimension),
        });
        dimensions.take(kept).collect()
    }

    /// How many of the levels are dimensions.
    pub fn depth(&self) -> usize {
        self.depth_at(self.levels.len())
    }

    /// How many dimensions come before this level.
    pub fn depth_at(&self, level: usize) -> usize {
        self.levels[..level].iter().filter(|level| **level != Level::Metric).count()
    }

    /// With how many dimensions keys are shown: all of them, fewer for subtotals, none for totals.
    pub fn shows(&self, kept: usize) -> bool {
        kept == self.depth() || if kept == 0 { self.totals } else { self.subtotals }
    }

    /// The key of the (sub)total that this key is part of. Metrics are never summed up with each other.
    pub fn collapsed(&self, key: &[u32], kept: usize) -> Key {
        let collapse = |level: usize| self.levels[level] != Level::Metric && self.depth_at(level) >= kept;
        key.iter().enumerate().map(|(level, member)| if collapse(level) { ALL } else { *member }).collect()
    }

    /// The key of the total of this metric.
    pub fn total(&self, metric: u32) -> Key {
        self.levels.iter().map(|level| if *level == Level::Metric { metric } else { ALL }).collect()
    }

    /// Whether the key sums up everything of its metric.
    pub fn is_total(&self, key: &[u32]) -> bool {
        let mut dimensions = key.iter().zip(&self.levels).filter(|(_, level)| **level != Level::Metric).peekable();
        dimensions.peek().is_some() && dimensions.all(|(member, _)| *member == ALL)
    }

    pub fn metric_of(&self, key: &[u32]) -> Option<u32> {
        self.levels.iter().zip(key).find(|(level, _)| **level == Level::Metric).map(|(_, member)| *member)
    }

    /// What stands at this level of the key; empty beside the name of a (sub)total.
    pub fn label(&self, key: &[u32], level: usize, names: &Names<'_>) -> String {
        match self.levels[level] {
            _ if key[level] == ALL => names.sum(self, key, level),
            Level::Metric => names.look.shown(&names.records.metrics[key[level] as usize]).to_owned(),
            Level::Dimension(dimension) => names.records.dimensions[dimension].members[key[level] as usize].clone(),
        }
    }
}

/// What keys are called.
pub(super) struct Names<'a> {
    pub records: &'a Records,
    pub look: &'a Look,
    /// `Total (Sum)`.
    pub total: String,
    /// Whether the name of a (sub)total stands at the last of its levels, beside the numbers, or at the first.
    pub at_end: bool,
}

impl Names<'_> {
    pub fn level(&self, level: Level) -> String {
        match level {
            Level::Metric => "Metric".into(),
            Level::Dimension(dimension) => self.records.dimensions[dimension].name.clone(),
        }
    }

    fn sum(&self, axis: &Axis, key: &[u32], level: usize) -> String {
        let beside = if self.at_end { key.get(level + 1) } else { level.checked_sub(1).and_then(|at| key.get(at)) };
        match beside {
            Some(&ALL) => String::new(),
            _ if axis.is_total(key) => self.total.clone(),
            _ => "Subtotal".into(),
        }
    }
}
