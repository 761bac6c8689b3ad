//! The control panel as data: the chart builder draws it, tests walk it.

mod when;

use serde::Serialize;
use serde_json::Value;

pub use when::When;
pub(crate) use when::is_raw;

use crate::{FormData, form};

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Section {
    pub label: &'static str,
    pub part: Part,
    pub controls: &'static [Control],
}

/// The two halves of a panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// What is asked.
    Data,
    /// How the answer is shown.
    Look,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Control {
    /// The key in the form data.
    pub name: &'static str,
    pub label: &'static str,
    pub input: Input,
    /// A JSON text; empty for none.
    pub default: &'static str,
    /// A sentence for those who hesitate; empty for none.
    pub help: &'static str,
    /// Without a value there is nothing to ask, as long as the control is shown.
    pub required: bool,
    pub visible: When,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Input {
    Column {
        many: bool,
    },
    Metric {
        many: bool,
    },
    Filters,
    /// Columns with a direction, each a JSON text: `["name", true]`.
    Ordering,
    TimeRange,
    TimeGrain,
    Toggle,
    Text,
    Number {
        min: f64,
        max: f64,
        step: f64,
    },
    /// A number of rows: the usual ones are offered.
    Limit,
    Select {
        options: &'static [(&'static str, &'static str)],
    },
    /// Several texts: some are offered, others may be typed.
    Texts {
        options: &'static [&'static str],
    },
    /// One of the names in the answer: the x-axis or a metric.
    AxisSort,
    /// `[low, high]`, where null leaves a side open.
    Bounds,
    Palette {
        ordered: bool,
    },
    NumberFormat,
    TimeFormat,
    Currency,
    /// Which columns hold times, by name. Nobody is asked: the builder takes it from the dataset.
    TimeColumns,
}

impl Control {
    pub const fn help(self, help: &'static str) -> Self {
        Self { help, ..self }
    }

    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    pub const fn when(self, visible: When) -> Self {
        Self { visible, ..self }
    }

    /// The control's value, or its default; null where it has neither. A time grain has none in a stored chart.
    pub fn value(&self, form: &FormData) -> Value {
        match form.get(self.name) {
            Some(value) => value.clone(),
            None if self.input == Input::TimeGrain => Value::Null,
            None => self.default_value(),
        }
    }

    pub fn default_value(&self) -> Value {
        serde_json::from_str(self.default).unwrap_or(Value::Null)
    }

    /// Whether the control is required, shown, and empty.
    pub fn is_missing(&self, form: &FormData, is_time: &dyn Fn(&str) -> bool) -> bool {
        let filled = form.get(self.name).is_some_and(is_filled);
        self.required && !filled && self.visible.holds(form, is_time)
    }
}

/// The form with the default of every control that it does not mention.
pub fn with_defaults(form: &FormData, sections: &[Section]) -> FormData {
    form::with_defaults(form, sections)
}

/// Whether a field holds anything: neither null nor an empty text or list.
pub fn is_filled(value: &Value) -> bool {
    form::as_list(value).iter().any(|item| !form::label(item).is_empty())
}

/// The name under which a column or a metric of a form appears in its answer.
pub fn field_label(value: &Value) -> String {
    form::label(value).into_owned()
}

/// A single field counts as a list of one, null as an empty list.
pub fn fields(value: &Value) -> &[Value] {
    form::as_list(value)
}
