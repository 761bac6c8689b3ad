//! Reading form data: values that people, bundles and older versions wrote, so nothing is taken for granted.

use std::borrow::Cow;

use serde_json::Value;

use crate::{FormData, controls::Input, controls::Section};

/// The form with the default of every control that it does not mention. A null stays null: somebody emptied it.
pub(crate) fn with_defaults(form: &FormData, sections: &[Section]) -> FormData {
    let mut full = form.clone();
    for control in sections.iter().flat_map(|section| section.controls) {
        // A stored chart without a grain asks for times as they are; only a new chart starts with one.
        if control.default.is_empty() || control.input == Input::TimeGrain {
            continue;
        }
        if let Ok(default) = serde_json::from_str(control.default)
            && !full.contains_key(control.name)
        {
            full.insert(control.name.into(), default);
        }
    }
    full
}

/// Text that is not empty.
pub(crate) fn text<'a>(form: &'a FormData, name: &str) -> Option<&'a str> {
    form.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}

pub(crate) fn flag(form: &FormData, name: &str) -> bool {
    form.get(name).is_some_and(truthy)
}

/// A finite number, also one that was typed into a text field.
pub(crate) fn number(form: &FormData, name: &str) -> Option<f64> {
    form.get(name).and_then(as_number)
}

pub(crate) fn as_number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number| number.is_finite())
}

/// The items of a list; one value alone counts as a list of one, null as an empty list.
pub(crate) fn list<'a>(form: &'a FormData, name: &str) -> &'a [Value] {
    form.get(name).map_or(&[], as_list)
}

pub(crate) fn as_list(value: &Value) -> &[Value] {
    match value {
        Value::Null => &[],
        Value::Array(items) => items,
        single => std::slice::from_ref(single),
    }
}

pub(crate) fn texts<'a>(form: &'a FormData, name: &str) -> Vec<&'a str> {
    list(form, name).iter().filter_map(Value::as_str).filter(|text| !text.is_empty()).collect()
}

/// `[low, high]` of a bounds control; an empty side is `None`.
pub(crate) fn bounds(form: &FormData, name: &str) -> (Option<f64>, Option<f64>) {
    let sides = list(form, name);
    (sides.first().and_then(as_number), sides.get(1).and_then(as_number))
}

/// The name under which a column or a metric appears in the answer.
pub(crate) fn label(value: &Value) -> Cow<'_, str> {
    let part = |name: &str| value.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    if let Value::String(name) = value {
        return Cow::Borrowed(name);
    }
    if let Some(label) = part("label") {
        return Cow::Borrowed(label);
    }
    let column = value.get("column").and_then(|column| column.get("column_name")).and_then(Value::as_str);
    match (part("aggregate"), column, part("sqlExpression")) {
        (Some(aggregate), Some(column), _) => Cow::Owned(format!("{aggregate}({column})")),
        (_, _, Some(sql)) => Cow::Borrowed(sql),
        _ => Cow::Borrowed(""),
    }
}

pub(crate) fn labels(form: &FormData, name: &str) -> Vec<String> {
    list(form, name).iter().map(|value| label(value).into_owned()).filter(|label| !label.is_empty()).collect()
}

/// The x-axis control, when something was chosen.
pub(crate) fn x_axis(form: &FormData) -> Option<&Value> {
    form.get("x_axis").filter(|axis| !label(axis).is_empty())
}

/// The name of the x-axis in the answer. Charts from before the x-axis control have the time column under its old alias.
pub(crate) fn x_axis_label(form: &FormData) -> Option<String> {
    match x_axis(form) {
        Some(axis) => Some(label(axis).into_owned()),
        None => text(form, "granularity_sqla").map(|_| TIME_ALIAS.into()),
    }
}

/// What the reference calls the time column where the form names none.
pub(crate) const TIME_ALIAS: &str = "__timestamp";

fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}
