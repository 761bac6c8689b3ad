use leptos::prelude::*;
use serde_json::{Value, json};

use crate::ui::NumberField;

type Bounds = (Option<f64>, Option<f64>);

/// `[low, high]`, where null leaves a side to the data.
#[component]
pub fn BoundsInput(#[prop(into)] label: String, value: Signal<Value>, on_change: Callback<Value>) -> impl IntoView {
    let shown = RwSignal::new(read(&value.get_untracked()));
    // Undo and another chart change them from outside.
    Effect::new(move |_| {
        let outside = read(&value.read());
        if *shown.read_untracked() != outside {
            shown.set(outside);
        }
    });
    let take = move |bounds: Bounds| {
        shown.set(bounds);
        if problem(bounds).is_none() {
            on_change.run(write(bounds));
        }
    };
    let error = Signal::derive(move || problem(shown.get()));
    let (low, high) = (Signal::derive(move || shown.get().0), Signal::derive(move || shown.get().1));
    let (low_label, high_label) = (format!("{label}: lowest"), format!("{label}: highest"));
    view! {
        <fieldset class="bounds-input">
            <legend class="field__label">{label}</legend>
            <div class="bounds-input__pair">
                <NumberField
                    label=low_label
                    hide_label=true
                    value=low
                    placeholder="From the data"
                    on_change=move |low| take((low, shown.get_untracked().1))
                />
                <span class="bounds-input__to">"to"</span>
                <NumberField
                    label=high_label
                    hide_label=true
                    value=high
                    placeholder="From the data"
                    on_change=move |high| take((shown.get_untracked().0, high))
                />
            </div>
            <p class="field__error" aria-live="polite">{move || error.get()}</p>
        </fieldset>
    }
    .into_any()
}

/// Older forms keep numbers as texts.
fn read(value: &Value) -> Bounds {
    let side = |index: usize| match value.get(index)? {
        Value::String(text) => text.trim().parse().ok(),
        other => other.as_f64(),
    };
    (side(0), side(1))
}

fn write((low, high): Bounds) -> Value {
    json!([low.map(number), high.map(number)])
}

/// Whole numbers stay whole: `10`, not `10.0`.
fn number(number: f64) -> Value {
    let is_whole = number.fract() == 0.0 && number.abs() < 9e15;
    if is_whole { (number as i64).into() } else { number.into() }
}

fn problem(bounds: Bounds) -> Option<String> {
    match bounds {
        (Some(low), Some(high)) if low >= high => Some("The first must be less than the second.".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_keep_their_shape() {
        for bounds in [json!([null, null]), json!([0, 10.5]), json!([null, -3])] {
            assert_eq!(write(read(&bounds)), bounds);
        }
        assert_eq!(read(&json!(["1", "2.5"])), (Some(1.0), Some(2.5)));
        assert_eq!(read(&Value::Null), (None, None));
    }

    #[test]
    fn the_first_is_less() {
        assert!(problem((Some(2.0), Some(1.0))).is_some());
        assert!(problem((Some(2.0), None)).is_none());
    }
}
