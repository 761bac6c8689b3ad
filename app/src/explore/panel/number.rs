use leptos::prelude::*;
use serde_json::Value;
use sx_chart::controls::Control;

use super::control::hint;
use crate::ui::{Combobox, NumberField, SelectOption};

#[component]
pub fn NumberInput(
    control: &'static Control,
    value: Signal<Value>,
    set: Callback<Value>,
    min: f64,
    max: f64,
    step: f64,
) -> impl IntoView {
    let number = Signal::derive(move || read(&value.read()));
    let changed = move |number: Option<f64>| set.run(number.map_or(Value::Null, write));
    view! { <NumberField label=control.label value=number on_change=changed min max step hint=hint(control)/> }
}

/// Rows: one of the usual numbers, or any other.
#[component]
pub fn LimitInput(control: &'static Control, value: Signal<Value>, set: Callback<Value>) -> impl IntoView {
    const USUAL: [&str; 8] = ["10", "50", "100", "250", "500", "1000", "10000", "50000"];
    let wrong = RwSignal::new(None::<String>);
    let text = Signal::derive(move || read(&value.read()).map(|number| number.to_string()).unwrap_or_default());
    let options = Signal::stored(USUAL.map(SelectOption::plain).to_vec());
    let changed = move |text: String| match limit(&text) {
        Ok(value) => {
            wrong.set(None);
            set.run(value);
        }
        Err(sentence) => wrong.set(Some(sentence)),
    };
    view! { <Combobox label=control.label options value=text on_change=changed hint=hint(control) error=wrong/> }
}

/// Older forms keep numbers as texts.
fn read(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Whole numbers stay whole: `10`, not `10.0`.
fn write(number: f64) -> Value {
    let is_whole = number.fract() == 0.0 && number.abs() < 9e15;
    if is_whole { (number as i64).into() } else { number.into() }
}

fn limit(text: &str) -> Result<Value, String> {
    let text = text.replace([',', ' ', '_'], "");
    if text.is_empty() {
        return Ok(Value::Null);
    }
    match text.parse::<u32>() {
        Ok(rows) if (1..=500_000).contains(&rows) => Ok(rows.into()),
        _ => Err("A whole number from 1 to 500,000.".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_keep_their_shape() {
        assert_eq!((write(10.0), write(0.5)), (json!(10), json!(0.5)));
        assert_eq!((read(&json!("10")), read(&json!(2.5)), read(&json!(null))), (Some(10.0), Some(2.5), None));
    }

    #[test]
    fn a_limit_is_a_number_of_rows() {
        assert_eq!(limit("10,000"), Ok(json!(10000)));
        assert_eq!(limit(""), Ok(Value::Null));
        for wrong in ["0", "-1", "ten", "1.5", "600000"] {
            assert!(limit(wrong).is_err(), "{wrong}");
        }
    }
}
