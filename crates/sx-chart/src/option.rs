//! The pieces that ECharts options share.

use charming::{
    Chart,
    component::{Aria, Legend, LegendType},
    element::Orient,
};
use serde_json::{Value, json};

use crate::{ChartError, FormData, form, format::SMART_NUMBER, merge::merge};

/// Height of a legend line, in pixels.
const LEGEND: f64 = 30.0;

/// The chart as JSON with `patch` laid over it, with the description for screen readers switched on.
pub(crate) fn finish(chart: Chart, patch: Value) -> Result<Value, ChartError> {
    let chart = chart.aria(Aria::new().enabled(true));
    let written = serde_json::to_value(chart);
    let written = written.map_err(|error| ChartError::Answer(format!("The chart cannot be written: {error}")))?;
    let mut option = Value::Null;
    // Merging into nothing drops the nulls that `charming` writes for a few unset fields.
    merge(&mut option, written);
    merge(&mut option, patch);
    Ok(option)
}

/// How the form writes numbers: `(spec, currency)`. Shares are percentages whatever the form says.
pub(crate) struct NumberStyle {
    pub spec: String,
    pub currency: Value,
}

impl NumberStyle {
    pub fn of(form_data: &FormData, control: &str) -> Self {
        let spec = form::text(form_data, control).unwrap_or(SMART_NUMBER).to_owned();
        let has_symbol =
            |currency: &&Value| currency.get("symbol").and_then(Value::as_str).is_some_and(|s| !s.is_empty());
        let currency = form_data.get("currency_format").filter(has_symbol).cloned().unwrap_or(Value::Null);
        Self { spec, currency }
    }

    pub fn percent() -> Self {
        Self { spec: ",.0%".into(), currency: Value::Null }
    }

    pub fn formatter(&self) -> Value {
        self.named("number", json!({}))
    }

    /// A formatter that the drawing script knows, with this style among its settings.
    pub fn named(&self, name: &str, mut settings: Value) -> Value {
        merge(&mut settings, json!({"$format": name, "spec": self.spec, "currency": self.currency}));
        settings
    }
}

pub(crate) fn time_formatter(spec: &str) -> Value {
    json!({"$format": "time", "spec": spec})
}

/// The sides that the legend leaves free, in pixels: top, right, bottom, left.
pub(crate) struct Margins {
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
    pub left: f64,
}

/// `None` when the form shows no legend; else the margins make room for it.
pub(crate) fn legend(form_data: &FormData, margins: &mut Margins) -> Option<Legend> {
    if !form::flag(form_data, "show_legend") {
        return None;
    }
    let plain = form::text(form_data, "legendType") == Some("plain");
    let mut legend = Legend::new().type_(if plain { LegendType::Plain } else { LegendType::Scroll });
    // A legend beside the chart takes a share of it; 120 pixels hold most names, and longer ones are cut there.
    match form::text(form_data, "legendOrientation").unwrap_or("top") {
        "bottom" => (legend, margins.bottom) = (legend.bottom(0), margins.bottom + LEGEND),
        "left" => (legend, margins.left) = (legend.left(0).orient(Orient::Vertical), margins.left + 120.0),
        "right" => (legend, margins.right) = (legend.right(0).orient(Orient::Vertical), margins.right + 120.0),
        _ => (legend, margins.top) = (legend.top(0), margins.top + LEGEND),
    }
    Some(legend)
}

/// A grid whose labels and axis names stay inside its rectangle, however long they are.
pub(crate) fn grid(margins: &Margins) -> Value {
    json!({
        "top": margins.top, "right": margins.right, "bottom": margins.bottom, "left": margins.left,
        "outerBoundsMode": "same", "outerBoundsContain": "all",
    })
}
