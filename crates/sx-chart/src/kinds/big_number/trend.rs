//! The line below the number.

use charming::{
    Chart,
    component::Axis,
    element::{AreaStyle, AxisType, Color, ColorStop, ItemStyle},
    series,
};
use serde_json::{Value, json};

use super::points::{Point, Points};
use crate::{ChartError, FormData, cells, color::DEFAULT_PALETTE, form, merge, option};

/// A line without axes, edge to edge. One point is no trend.
pub(super) fn trend(form: &FormData, name: &str, points: &Points) -> Result<Option<Value>, ChartError> {
    if points.iter().filter(|point| point.1.is_some()).count() < 2 {
        return Ok(None);
    }
    let timed = points.iter().all(|point| point.0.is_some());
    let datum = |(index, point): (usize, &Point)| {
        let x = point.0.filter(|_| timed).unwrap_or(index as f64);
        json!([cells::plain(x), point.1.map(cells::plain)])
    };
    let data: Vec<_> = points.iter().enumerate().map(datum).collect();
    let (solid, clear) = main_color(form);
    let fade = Color::LinearGradient {
        x: 0.0,
        y: 0.0,
        x2: 0.0,
        y2: 1.0,
        color_stops: vec![ColorStop::new(0, solid.as_str()), ColorStop::new(1, clear)],
    };
    let line = series::Line::new()
        .name(name)
        .show_symbol(false)
        .item_style(ItemStyle::new().color(solid.as_str()))
        .area_style(AreaStyle::new().color(fade).opacity(0.6));
    let mut line = serde_json::to_value(line).map_err(|error| ChartError::Answer(error.to_string()))?;
    merge(&mut line, json!({"silent": true, "data": data}));
    let x = Axis::new().type_(if timed { AxisType::Time } else { AxisType::Value }).show(false);
    let y = Axis::new().show(false).scale(!form::flag(form, "start_y_axis_at_zero"));
    let chart = Chart::new().x_axis(x).y_axis(y);
    // Two pixels, so that the line's own width is not cut off at the top.
    let grid = json!({"top": 2, "right": 0, "bottom": 0, "left": 0, "outerBoundsMode": "none"});
    let edges = json!({"min": "dataMin", "max": "dataMax"});
    let patch = json!({"grid": grid, "xAxis": edges, "yAxis": {"type": "value"}, "series": [line]});
    option::finish(chart, patch).map(Some)
}

/// The trend's colour, and the same colour fully transparent.
fn main_color(form: &FormData) -> (String, String) {
    let part = |name: &str| form.get("color_picker").and_then(|color| color.get(name)).and_then(form::as_number);
    match (part("r"), part("g"), part("b")) {
        (Some(r), Some(g), Some(b)) => (format!("rgb({r}, {g}, {b})"), format!("rgba({r}, {g}, {b}, 0)")),
        _ => (DEFAULT_PALETTE[0].to_owned(), format!("{}00", DEFAULT_PALETTE[0])),
    }
}
