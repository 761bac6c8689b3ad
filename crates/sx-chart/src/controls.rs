//! The control panel as data: the chart builder draws it, tests walk it.

use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Section {
    pub label: &'static str,
    pub controls: &'static [Control],
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Control {
    /// The key in the form data.
    pub name: &'static str,
    pub label: &'static str,
    pub input: Input,
    /// A JSON text; empty for none.
    pub default: &'static str,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Input {
    Column { many: bool },
    Metric { many: bool },
    Filters,
    TimeRange,
    TimeGrain,
    Toggle,
    Text,
    Number { min: f64, max: f64, step: f64 },
    Select { options: &'static [(&'static str, &'static str)] },
    Palette,
    NumberFormat,
    TimeFormat,
    Currency,
}
