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

pub(super) fn series(
    form: &FormData,
    slices: &[Slice],
    margins: &Margins,
    style: &NumberStyle,
    colors: &mut Colors<'_>,
) -> Result<Value, ChartError> {
    let label_type = form::text(form, "label_type").unwrap_or("key");
    let outside = form::flag(form, "labels_outside");
    let mut pie = series::Pie::new();
    pie = match form::text(form, "roseType") {
        Some("area") => pie.rose_type(PieRoseType::Area),
        Some("radius") => pie.rose_type(PieRoseType::Radius),
        _ => pie,
    };
    let percent = |name: &str, default: f64| form::number(form, name).unwrap_or(default).clamp(0.0, 100.0);
    let inner = if form::flag(form, "donut") { percent("innerRadius", 30.0) } else { 0.0 };
    let least = percent("show_labels_threshold", 5.0);
    let mut value = serde_json::to_value(pie).map_err(|error| ChartError::Answer(error.to_string()))?;
    merge(
        &mut value,
        json!({
            "radius": [format!("{inner}%"), format!("{}%", percent("outerRadius", 70.0))],
            "top": margins.top, "right": margins.right, "bottom": margins.bottom, "left": margins.left,
            "minShowLabelAngle": (least > 0.0).then_some(least * 3.6),
            "label": {
                "show": form::flag(form, "show_labels"),
                "position": if outside { "outer" } else { "inner" },
                "formatter": style.named("pie_label", json!({"label_type": label_type})),
            },
            "labelLine": {"show": outside && form::flag(form, "label_line")},
            "data": slices.iter().map(|slice| datum(slice, colors)).collect::<Result<Vec<_>, _>>()?,
        }),
    );
    Ok(value)
}

/// A negative value has no angle; it keeps its place in the legend.
fn datum(slice: &Slice, colors: &mut Colors<'_>) -> Result<Value, ChartError> {
    let style = serde_json::to_value(ItemStyle::new().color(colors.of(&slice.key).as_str()));
    let style = style.map_err(|error| ChartError::Answer(error.to_string()))?;
    Ok(json!({"name": slice.name, "value": cells::plain(slice.value.max(0.0)), "itemStyle": style}))
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
