//! The two axes: one for x, one for numbers, swapped when bars lie down.

use charming::{
    component::Axis,
    element::{AxisType, NameLocation},
};
use serde_json::{Value, json};

use super::{Mark, frame::Frame, frame::X};
use crate::{FormData, form, format, option, option::NumberStyle};

/// Height of a line of labels with its distance from the axis, in pixels: a title stands below it.
const LABELS: f64 = 28.0;

pub(super) struct Axes {
    pub horizontal: bool,
    base: (Axis, Value),
    measure: (Axis, Value),
}

impl Axes {
    pub fn of(form_data: &FormData, frame: &Frame, style: &NumberStyle, mark: Mark) -> Self {
        let horizontal = mark == Mark::Bar && form::text(form_data, "orientation") == Some("horizontal");
        Self {
            horizontal,
            base: base(form_data, &frame.x, horizontal, mark),
            measure: measure(form_data, style, horizontal),
        }
    }

    pub fn charming(&self) -> (Axis, Axis) {
        let (base, measure) = (self.base.0.clone(), self.measure.0.clone());
        if self.horizontal { (measure, base) } else { (base, measure) }
    }

    pub fn x_patch(&self) -> Value {
        if self.horizontal { self.measure.1.clone() } else { self.base.1.clone() }
    }

    pub fn y_patch(&self) -> Value {
        if self.horizontal { self.base.1.clone() } else { self.measure.1.clone() }
    }
}

/// A tooltip has room for the whole time, so the adaptive format shows all that the grain has.
pub(super) fn tooltip_time(form_data: &FormData) -> &str {
    match form::text(form_data, "tooltipTimeFormat") {
        Some("smart_date") | None => {
            form::text(form_data, "time_grain_sqla").map_or("smart_date_verbose", format::grain_format)
        }
        Some(spec) => spec,
    }
}

fn base(form_data: &FormData, x: &X, horizontal: bool, mark: Mark) -> (Axis, Value) {
    let rotate = form::number(form_data, "xAxisLabelRotation").filter(|degrees| *degrees != 0.0);
    let all = (form_data.get("xAxisLabelInterval") == Some(&json!("0"))).then_some(0);
    let (axis, mut label) = match x {
        X::Time(_) => {
            let spec = form::text(form_data, "x_axis_time_format").unwrap_or("smart_date");
            (Axis::new().type_(AxisType::Time), json!({"formatter": option::time_formatter(spec)}))
        }
        X::Value(_) => {
            let spec = form::text(form_data, "x_axis_number_format").unwrap_or("~g");
            let style = NumberStyle { spec: spec.into(), currency: Value::Null };
            (Axis::new().type_(AxisType::Value).scale(true), json!({"formatter": style.formatter()}))
        }
        X::Category(labels) => {
            let width = if horizontal { 180 } else { 140 };
            (
                Axis::new().type_(AxisType::Category).data(labels.clone()),
                json!({"overflow": "truncate", "width": width}),
            )
        }
    };
    crate::merge(&mut label, json!({"hideOverlap": true, "rotate": rotate, "interval": all}));
    let grain = form::text(form_data, "time_grain_sqla").unwrap_or_default();
    let title = form::text(form_data, "x_axis_title");
    let gap = (mark.is_line() && matches!(x, X::Category(_))).then_some(false);
    let patch = json!({
        "axisLabel": label,
        "boundaryGap": gap,
        "minInterval": x.is_time().then(|| grain_ms(grain)),
        // Read from the top down, as from left to right.
        "inverse": horizontal.then_some(true),
        "nameGap": title.map(|_| form::number(form_data, "x_axis_title_margin").unwrap_or(0.0).max(LABELS)),
    });
    (titled(axis, title, NameLocation::Middle), patch)
}

fn measure(form_data: &FormData, style: &NumberStyle, horizontal: bool) -> (Axis, Value) {
    let log = form::flag(form_data, "logAxis");
    let (low, high) = form::bounds(form_data, "y_axis_bounds");
    let top = form::text(form_data, "y_axis_title_position") == Some("Top") && !horizontal;
    let axis = Axis::new().type_(if log { AxisType::Log } else { AxisType::Value });
    let on = |name: &str| form::flag(form_data, name).then(|| json!({"show": true}));
    let is_share = form::text(form_data, "stack") == Some("Expand");
    let patch = json!({
        "axisLabel": {"formatter": style.formatter(), "hideOverlap": true},
        "min": low,
        "max": high.or(is_share.then_some(1.0)),
        "scale": form::flag(form_data, "truncateYAxis").then_some(true),
        "minorTick": on("minorTicks"),
        "minorSplitLine": on("minorSplitLine"),
        "nameGap": form::number(form_data, "y_axis_title_margin").filter(|gap| *gap > 0.0),
    });
    let location = if top { NameLocation::End } else { NameLocation::Middle };
    (titled(axis, form::text(form_data, "y_axis_title"), location), patch)
}

fn titled(axis: Axis, title: Option<&str>, location: NameLocation) -> Axis {
    match title {
        Some(title) => axis.name(title).name_location(location),
        None => axis,
    }
}

/// Labels closer than the grain would name the same time twice.
fn grain_ms(grain: &str) -> Option<i64> {
    const DAY: i64 = 86_400_000;
    match grain {
        "PT1S" => Some(1_000),
        "PT1M" => Some(60_000),
        "PT1H" => Some(DAY / 24),
        "P1D" => Some(DAY),
        "P1W" => Some(7 * DAY),
        "P1M" => Some(28 * DAY),
        "P3M" | "P0.25Y" => Some(90 * DAY),
        "P1Y" => Some(365 * DAY),
        _ => None,
    }
}
