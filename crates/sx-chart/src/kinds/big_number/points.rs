//! The answer as points in time, and the one number that they make.

use sx_query::Table;

use crate::{FormData, cells, form, format::format_number};

/// `(milliseconds, value)`.
pub(super) type Point = (Option<f64>, Option<f64>);
pub(super) type Points = [Point];

/// In order of time. A chart without a time column keeps the order of the answer.
pub(super) fn read(form: &FormData, metric: &str, table: &Table) -> Vec<Point> {
    let axis = form::x_axis_label(form).and_then(|name| table.column(&name)).or_else(|| table.column(form::TIME_ALIAS));
    let value =
        table.column(metric).or_else(|| table.columns.iter().find(|column| axis.is_none_or(|a| a.name != column.name)));
    let point =
        |row| (axis.and_then(|axis| cells::time_ms(axis, row)), value.and_then(|value| cells::number(value, row)));
    let mut points: Vec<_> = (0..table.row_count()).map(point).collect();
    points.sort_by(|a, b| a.0.unwrap_or(f64::NEG_INFINITY).total_cmp(&b.0.unwrap_or(f64::NEG_INFINITY)));
    points
}

pub(super) fn aggregate(how: &str, points: &Points) -> Option<f64> {
    let mut values: Vec<f64> = points.iter().filter_map(|point| point.1).collect();
    let last = *values.last()?;
    match how {
        "sum" => Some(values.iter().sum()),
        "mean" => Some(values.iter().sum::<f64>() / values.len() as f64),
        "min" => values.iter().copied().reduce(f64::min),
        "max" => values.iter().copied().reduce(f64::max),
        "median" => {
            values.sort_by(f64::total_cmp);
            let middle = values.len() / 2;
            let is_odd = values.len() % 2 == 1;
            Some(if is_odd { values[middle] } else { f64::midpoint(values[middle - 1], values[middle]) })
        }
        _ => Some(last),
    }
}

pub(super) fn comparison(form: &FormData, points: &Points) -> Option<String> {
    let lag = form::number(form, "compare_lag").filter(|lag| *lag >= 1.0)? as usize;
    let to = points.last()?.1?;
    let from = points.get(points.len().checked_sub(lag + 1)?)?.1?;
    let change = if from == 0.0 { 0.0 } else { (to - from) / from.abs() };
    let suffix = form::text(form, "compare_suffix").unwrap_or_default();
    Some(format!("{} {suffix}", format_number("+,.1%", change)).trim_end().to_owned())
}
