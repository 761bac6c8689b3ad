//! Answers about other times laid beside the answer: `time_offsets`.

use std::collections::HashMap;

use chrono::{DateTime, Datelike as _, NaiveDateTime};

use crate::time::Distance;
use crate::{Column, Kind, Plan, Table, Values};

/// Between a metric and the other time in a column's name: `count__1 year ago`.
const SEPARATOR: &str = "__";

/// The other times that a question compares with.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeComparison {
    /// Labels of the metrics; all other columns say which rows belong together.
    pub(crate) metrics: Vec<String>,
    pub(crate) grain: Option<String>,
    pub others: Vec<OtherTime>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct OtherTime {
    /// As `time_offsets` spells it.
    pub offset: String,
    /// The question about that time.
    pub plan: Plan,
    /// `None` is a range of its own, where times cannot be laid on each other.
    pub(crate) distance: Option<Distance>,
}

/// What rows have in common.
#[derive(PartialEq, Eq, Hash)]
enum Part<'a> {
    Null,
    Int(i64),
    Float(u64),
    Bool(bool),
    Text(&'a str),
    Json(String),
}

impl TimeComparison {
    /// `main` with a column for each metric and other time, such as `count__1 year ago`: its rows and their order stay, and
    /// what has no counterpart is NULL. `answers` are those of `others`, in their order, with the labels of their plans.
    /// An answer without rows has nothing to compare.
    pub fn join(&self, main: Table, answers: Vec<Table>) -> Table {
        if main.row_count() == 0 {
            return main;
        }
        let (keys, rest): (Vec<Column>, Vec<Column>) =
            main.columns.into_iter().partition(|column| !self.metrics.contains(&column.name));
        let mut table = Table { columns: keys.into_iter().chain(rest).collect() };
        for (other, answer) in self.others.iter().zip(answers) {
            table = self.join_one(table, other, answer);
        }
        table
    }

    fn join_one(&self, mut main: Table, other: &OtherTime, answer: Table) -> Table {
        let is_key = |column: &&Column| !self.is_metric(&column.name);
        let mut keys: Vec<&Column> = main.columns.iter().filter(is_key).collect();
        let answer = match other.distance {
            Some(_) => answer,
            None => {
                keys.retain(|key| key.kind != Kind::Temporal);
                if keys.is_empty() { totals(answer) } else { answer }
            }
        };
        let theirs: Option<Vec<&Column>> = keys.iter().map(|key| answer.column(&key.name)).collect();
        let rows = match theirs {
            Some(theirs) => self.pairs(&keys, &theirs, main.row_count(), answer.row_count(), other.distance),
            None => (0..main.row_count()).map(|row| (row, None)).collect(),
        };
        if rows.len() != main.row_count() {
            let left: Vec<Option<usize>> = rows.iter().map(|(row, _)| Some(*row)).collect();
            for column in &mut main.columns {
                column.values = column.values.gather(&left);
            }
        }
        let right: Vec<Option<usize>> = rows.into_iter().map(|(_, row)| row).collect();
        let added = self.metrics.iter().map(|metric| {
            let name = format!("{metric}{SEPARATOR}{}", other.offset);
            match answer.column(metric).filter(|_| answer.row_count() > 0) {
                Some(column) => Column { name, kind: column.kind, values: column.values.gather(&right) },
                None => Column { name, kind: Kind::Numeric, values: Values::Float(vec![None; right.len()]) },
            }
        });
        main.columns.extend(added.collect::<Vec<_>>());
        main
    }

    /// A metric of this time, or of another that was laid beside it already.
    fn is_metric(&self, name: &str) -> bool {
        let is_of = |metric: &String| {
            let offset = name.strip_prefix(metric.as_str()).and_then(|rest| rest.strip_prefix(SEPARATOR));
            offset.is_some_and(|offset| self.others.iter().any(|other| other.offset == offset))
        };
        self.metrics.iter().any(|metric| metric == name || is_of(metric))
    }

    /// For each row its counterpart; a row with several stands once for each, as in a join.
    fn pairs(
        &self,
        ours: &[&Column],
        theirs: &[&Column],
        our_rows: usize,
        their_rows: usize,
        distance: Option<Distance>,
    ) -> Vec<(usize, Option<usize>)> {
        let mut found: HashMap<Vec<Part<'_>>, Vec<usize>> = HashMap::with_capacity(their_rows);
        for row in 0..their_rows {
            found.entry(self.key(theirs, row, None)).or_default().push(row);
        }
        let pairs = (0..our_rows).flat_map(|row| match found.get(&self.key(ours, row, distance)) {
            Some(rows) => rows.iter().map(|other| (row, Some(*other))).collect(),
            None => vec![(row, None)],
        });
        pairs.collect()
    }

    /// Times are moved to the other time and cut to the grain, so that the 53rd week or a leap day finds its like.
    fn key<'a>(&self, columns: &[&'a Column], row: usize, distance: Option<Distance>) -> Vec<Part<'a>> {
        let parts = columns.iter().enumerate().map(|(position, column)| match &column.values {
            Values::Time(times) if position == 0 => {
                let time = times[row].and_then(|time| distance.map_or(Some(time), |by| by.micros_from(time)));
                time.and_then(|time| self.bucket(time)).map_or(Part::Null, Part::Int)
            }
            values => part(values, row),
        });
        parts.collect()
    }

    /// A number that is equal for all times of one grain.
    fn bucket(&self, micros: i64) -> Option<i64> {
        let time: NaiveDateTime = DateTime::from_timestamp_micros(micros)?.naive_utc();
        let year = i64::from(time.year()) * 1_000;
        let since = |first_day: u32| i64::from((time.ordinal0() + 7 - first_day) / 7);
        Some(match self.grain.as_deref() {
            Some("P1Y") => year,
            Some("P3M") => year + i64::from(time.month0() / 3),
            Some("P1M") => year + i64::from(time.month0()),
            // The week of the year, the first one beginning with its first Sunday or Monday: `%U` and `%W`.
            Some("1969-12-28T00:00:00Z/P1W" | "P1W/1970-01-03T00:00:00Z") => {
                year + since(time.weekday().num_days_from_sunday())
            }
            Some("P1W" | "1969-12-29T00:00:00Z/P1W" | "P1W/1970-01-04T00:00:00Z") => {
                year + since(time.weekday().num_days_from_monday())
            }
            _ => micros,
        })
    }
}

fn part(values: &Values, row: usize) -> Part<'_> {
    let known = match values {
        Values::Int(v) | Values::Time(v) => v[row].map(Part::Int),
        Values::Float(v) => v[row].map(|number| match number.fract() == 0.0 && number.abs() < 9e15 {
            true => Part::Int(number as i64),
            false => Part::Float(number.to_bits()),
        }),
        Values::Text(v) => v[row].as_deref().map(Part::Text),
        Values::Bool(v) => v[row].map(Part::Bool),
        Values::Json(v) => v[row].as_ref().map(|value| Part::Json(value.to_string())),
    };
    known.unwrap_or(Part::Null)
}

/// One row with the sums of all columns of numbers.
fn totals(table: Table) -> Table {
    let sum = |column: Column| {
        let numbers = (0..column.values.len()).filter_map(|row| column.values.number(row));
        let total = if column.values.is_empty() { None } else { Some(numbers.sum()) };
        Column { values: Values::Float(vec![total]), ..column }
    };
    Table { columns: table.columns.into_iter().filter(|column| column.kind == Kind::Numeric).map(sum).collect() }
}
