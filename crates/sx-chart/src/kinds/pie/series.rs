//! The slices as ECharts draws them, and the sentence or the total with them.

use charming::{
    element::ItemStyle,
    series::{self, PieRoseType},
};
use serde_json::{Value, json};

use super::slices::{Slice, total};
use crate::{
    ChartError, FormData, cells,
    color::Colors,
    form,
    format::{Currency, format_number_with_currency},
    merge,
    option::{Margins, NumberStyle},
};

/// A label's words wrap, so that narrow tiles show whole names; a longer name than this would become a tower of words.
const LONGEST_WRAPPED: usize = 40;

/// A longer name needs more room beside the pie than the reference's radius leaves in a narrow tile.
const LONGEST_BESIDE: usize = 8;
const SHRUNK: f64 = 0.8;

pub(super) fn series(
    form: &FormData,
    slices: &[Slice],
    margins: &Margins,
    style: &NumberStyle,
    colors: &mut Colors<'_>,
) -> Result<Value, ChartError> {
    let mut pie = series::Pie::new();
    pie = match form::text(form, "roseType") {
        Some("area") => pie.rose_type(PieRoseType::Area),
        Some("radius") => pie.rose_type(PieRoseType::Radius),
        _ => pie,
    };
    let least = percent(form, "show_labels_threshold", 5.0);
    let shows_line = form::flag(form, "labels_outside") && form::flag(form, "label_line");
    let mut value = serde_json::to_value(pie).map_err(|error| ChartError::Answer(error.to_string()))?;
    merge(
        &mut value,
        json!({
            "radius": radii(form, slices),
            "top": margins.top, "right": margins.right, "bottom": margins.bottom, "left": margins.left,
            "minShowLabelAngle": (least > 0.0).then_some(least * 3.6),
            "label": label(form, style),
            // The lengths keep labels at a distance also where no line is shown.
            "labelLine": {"show": shows_line, "length": 8, "length2": 6},
            "data": slices.iter().map(|slice| datum(slice, colors)).collect::<Result<Vec<_>, _>>()?,
        }),
    );
    Ok(value)
}

fn label(form: &FormData, style: &NumberStyle) -> Value {
    let outside = form::flag(form, "labels_outside");
    let mut label = json!({
        "show": form::flag(form, "show_labels"),
        "position": if outside { "outer" } else { "inner" },
        "formatter": style.named("pie_label", json!({"label_type": label_type(form)})),
    });
    if outside {
        // Without a height of their own, wrapped lines touch each other.
        let wrapped = json!({"overflow": "break", "fontSize": 11, "lineHeight": 14});
        merge(&mut label, wrapped);
        merge(&mut label, json!({"bleedMargin": 2, "edgeDistance": 4, "distanceToLabelLine": 3}));
    }
    label
}

/// `[inner, outer]`, smaller than the form's where long labels stand outside.
fn radii(form: &FormData, slices: &[Slice]) -> [String; 2] {
    let names_outside =
        form::flag(form, "show_labels") && form::flag(form, "labels_outside") && label_type(form).contains("key");
    let is_long = |slice: &Slice| slice.name.chars().count() > LONGEST_BESIDE;
    let shrink = if names_outside && slices.iter().any(is_long) { SHRUNK } else { 1.0 };
    let inner = if form::flag(form, "donut") { percent(form, "innerRadius", 30.0) } else { 0.0 };
    let outer = percent(form, "outerRadius", 70.0);
    [inner, outer].map(|radius| format!("{}%", (radius * shrink * 10.0).round() / 10.0))
}

fn label_type(form: &FormData) -> &str {
    form::text(form, "label_type").unwrap_or("key")
}

fn percent(form: &FormData, name: &str, default: f64) -> f64 {
    form::number(form, name).unwrap_or(default).clamp(0.0, 100.0)
}

/// A negative value has no angle; it keeps its place in the legend.
fn datum(slice: &Slice, colors: &mut Colors<'_>) -> Result<Value, ChartError> {
    let style = serde_json::to_value(ItemStyle::new().color(colors.of(&slice.key).as_str()));
    let style = style.map_err(|error| ChartError::Answer(error.to_string()))?;
    let mut datum = json!({"name": slice.name, "value": cells::plain(slice.value.max(0.0)), "itemStyle": style});
    if slice.name.chars().count() > LONGEST_WRAPPED {
        merge(&mut datum, json!({"label": {"overflow": "truncate"}}));
    }
    Ok(datum)
}

pub(super) fn title(form: &FormData, slices: &[Slice]) -> Value {
    if slices.iter().any(|slice| slice.value < 0.0) {
        return json!({"subtext": "Values below zero cannot be shown as slices", "left": "center", "bottom": 0});
    }
    if !form::flag(form, "show_total") {
        return Value::Null;
    }
    let currency = Currency::from_form(form.get("currency_format"));
    let spec = form::text(form, "number_format").unwrap_or_default();
    let text = format!("Total: {}", format_number_with_currency(spec, currency.as_ref(), total(slices)));
    let middle = if form::flag(form, "donut") { json!({"top": "middle"}) } else { json!({"bottom": 0}) };
    let mut title = json!({"text": text, "left": "center", "textStyle": {"fontSize": 16}});
    merge(&mut title, middle);
    title
}
