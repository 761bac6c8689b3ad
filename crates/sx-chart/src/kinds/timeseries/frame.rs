//! The answer as an x-axis and series.

use sx_query::{Column, Kind, Table};

use super::Mark;
use crate::{FormData, Look, cells, form, format};

/// Series of the length of the x-axis, in the order in which they are drawn.
pub(super) struct Frame {
    pub x: X,
    pub series: Vec<Series>,
}

pub(super) enum X {
    /// Milliseconds.
    Time(Vec<f64>),
    Value(Vec<f64>),
    Category(Vec<String>),
}

pub(super) struct Series {
    /// As in the answer: colours and stacks go by it.
    pub name: String,
    /// As people read it.
    pub shown: String,
    pub values: Vec<Option<f64>>,
}

impl X {
    pub fn is_time(&self) -> bool {
        matches!(self, Self::Time(_))
    }

    pub fn len(&self) -> usize {
        match self {
            Self::Time(values) | Self::Value(values) => values.len(),
            Self::Category(labels) => labels.len(),
        }
    }
}

impl Frame {
    /// `None` when there is nothing to draw.
    pub fn read(form_data: &FormData, table: &Table, look: &Look, mark: Mark) -> Option<Self> {
        let axis = axis_column(form_data, table)?;
        let rows: Vec<usize> = rows(form_data, axis, table.row_count());
        let x = read_x(form_data, axis, &rows, mark);
        let metrics = form::labels(form_data, "metrics");
        let mut series: Vec<Series> = table
            .columns
            .iter()
            .filter(|column| column.name != axis.name && is_series(column, &rows))
            .map(|column| Series {
                name: column.name.clone(),
                shown: look.shown_series(&metrics, &column.name).into_owned(),
                values: rows.iter().map(|row| cells::number(column, *row)).collect(),
            })
            .collect();
        let has_points = series.iter().any(|series| series.values.iter().any(Option::is_some));
        sort(form_data, &mut series);
        has_points.then_some(Self { x, series })
    }

    /// Each value as its share of the row.
    pub fn expand(&mut self) {
        for row in 0..self.x.len() {
            let total = self.total(row);
            for series in &mut self.series {
                series.values[row] = series.values[row].map(|value| if total == 0.0 { 0.0 } else { value / total });
            }
        }
    }

    pub fn total(&self, row: usize) -> f64 {
        self.series.iter().filter_map(|series| series.values[row]).sum()
    }
}

fn axis_column<'a>(form_data: &FormData, table: &'a Table) -> Option<&'a Column> {
    let named = form::x_axis_label(form_data).and_then(|name| table.column(&name));
    named.or_else(|| table.column(form::TIME_ALIAS)).or_else(|| table.columns.first())
}

/// A time axis has no place for NULL; categories have.
fn rows(form_data: &FormData, axis: &Column, count: usize) -> Vec<usize> {
    let on_time = cells::is_time(axis) && !form::flag(form_data, "xAxisForceCategorical");
    (0..count).filter(|row| !on_time || cells::time_ms(axis, *row).is_some()).collect()
}

fn read_x(form_data: &FormData, axis: &Column, rows: &[usize], mark: Mark) -> X {
    let forced = form::flag(form_data, "xAxisForceCategorical");
    if cells::is_time(axis) && !forced {
        return X::Time(rows.iter().filter_map(|row| cells::time_ms(axis, *row)).collect());
    }
    // Bars need a band each, which a numeric axis does not have; lines need true distances.
    let numbers: Vec<f64> = rows.iter().filter_map(|row| cells::number(axis, *row)).collect();
    let measured = axis.kind == Kind::Numeric && numbers.len() == rows.len();
    if measured && !forced && mark != Mark::Bar && form::text(form_data, "stack").is_none() {
        return X::Value(numbers);
    }
    let spec = match form::text(form_data, "x_axis_time_format") {
        Some("smart_date") | None => format::grain_format(form::text(form_data, "time_grain_sqla").unwrap_or("P1D")),
        Some(spec) => spec,
    };
    X::Category(rows.iter().map(|row| cells::formatted_label(axis, *row, spec)).collect())
}

/// Dimensions that were left in the answer are no series, nor are the bounds of a forecast.
fn is_series(column: &Column, rows: &[usize]) -> bool {
    if column.name.ends_with("__yhat_lower") || column.name.ends_with("__yhat_upper") {
        return false;
    }
    column.kind == Kind::Numeric || rows.iter().any(|row| cells::number(column, *row).is_some())
}

fn sort(form_data: &FormData, series: &mut [Series]) {
    let ascending = form::flag(form_data, "sort_series_ascending");
    let by = form::text(form_data, "sort_series_type").unwrap_or("sum");
    series.sort_by(|a, b| {
        let order = match by {
            "name" => a.shown.cmp(&b.shown),
            by => measure(a, by).total_cmp(&measure(b, by)),
        };
        if ascending { order } else { order.reverse() }
    });
}

fn measure(series: &Series, by: &str) -> f64 {
    let values = series.values.iter().flatten().copied();
    match by {
        "max" => values.fold(f64::NEG_INFINITY, f64::max),
        "min" => values.fold(f64::INFINITY, f64::min),
        "avg" => {
            let count = series.values.iter().flatten().count();
            if count == 0 { 0.0 } else { values.sum::<f64>() / count as f64 }
        }
        _ => values.sum(),
    }
}
