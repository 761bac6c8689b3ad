//! How series are put on top of each other.

use serde_json::{Value, json};

use super::frame::{Frame, Series};
use crate::{FormData, form};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stacking {
    None,
    Stack,
    /// Stacked around the middle.
    Stream,
    /// Shares of 100 %.
    Expand,
}

/// Ids of series that only help the drawing: tooltips and legends leave them out.
pub(super) const TOTAL: &str = "__total__";
pub(super) const BASELINE: &str = "__baseline__";

impl Stacking {
    pub fn of(form_data: &FormData) -> Self {
        match form_data.get("stack") {
            Some(Value::Bool(true)) => Self::Stack,
            Some(Value::String(name)) => match name.as_str() {
                "Stack" => Self::Stack,
                "Stream" => Self::Stream,
                "Expand" => Self::Expand,
                _ => Self::None,
            },
            _ => Self::None,
        }
    }
}

/// The stack that a series belongs to: one for all, or one for each value of the dimension that splits stacks.
pub(super) fn stack_name(form_data: &FormData, series: &Series) -> String {
    let dimension = form::text(form_data, "stackDimension");
    let groupby = form::labels(form_data, "groupby");
    let position = groupby.iter().position(|label| Some(label.as_str()) == dimension);
    // With several metrics the metric comes first: `Revenue, Ships, Large`.
    let before = usize::from(form::list(form_data, "metrics").len() > 1);
    let part = position.and_then(|position| series.name.split(", ").nth(position + before));
    part.unwrap_or("all").to_owned()
}

/// Zero beside a value, so that a stacked area ends on the axis and not in a gap. Real gaps stay.
pub(super) fn fill_neighbours(values: &[Option<f64>]) -> Vec<Option<f64>> {
    let is_value = |index: Option<usize>| index.and_then(|index| values.get(index)).is_some_and(Option::is_some);
    let fill = |(index, value): (usize, &Option<f64>)| {
        let beside = is_value(index.checked_sub(1)) || is_value(index.checked_add(1));
        value.or(beside.then_some(0.0))
    };
    values.iter().enumerate().map(fill).collect()
}

/// An invisible series below the others that centres each row of a stream.
pub(super) fn baseline(frame: &Frame) -> Vec<Option<f64>> {
    (0..frame.x.len()).map(|row| Some(-frame.total(row) / 2.0)).collect()
}

/// Labels of the stacks' totals. The line and its points cannot be seen; a label needs a point to stand on.
pub(super) fn total_series(data: Value, label: Value, horizontal: bool) -> Value {
    json!({
        "type": "line",
        "id": TOTAL,
        "silent": true,
        "tooltip": {"show": false},
        "symbol": "circle",
        "symbolSize": 1,
        "lineStyle": {"opacity": 0},
        "itemStyle": {"opacity": 0},
        // Labels take the opacity of their point, unless they have their own.
        "label": {"show": true, "opacity": 1, "position": if horizontal { "right" } else { "top" }, "formatter": label},
        "labelLayout": {"hideOverlap": true},
        "data": data,
    })
}
