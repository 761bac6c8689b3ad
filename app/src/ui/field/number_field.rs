use leptos::prelude::*;

use super::{FieldFrame, FieldIds, text};
use crate::ui::Bound;

/// A number, or nothing. `on_change` hears of it when the person is done with it (Enter, or leaving the field), and only of
/// numbers between `min` and `max`; the field itself says what is wrong with others.
#[component]
pub fn NumberField(
    #[prop(optional, into)] class: String,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] value: Signal<Option<f64>>,
    #[prop(into)] on_change: Callback<Option<f64>>,
    #[prop(optional)] min: Option<f64>,
    #[prop(optional)] max: Option<f64>,
    #[prop(optional)] step: Option<f64>,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional)] required: bool,
    #[prop(optional)] hide_label: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let ids = FieldIds::new();
    let own_error = RwSignal::new(None::<String>);
    let shown_error = Signal::derive(move || own_error.get().or_else(|| error.get()));
    let input = NodeRef::<leptos::html::Input>::new();
    let shown = Signal::derive(move || value.get().map(|number| number.to_string()).unwrap_or_default());
    let changed = Callback::new(move |typed: String| match read(&typed, min, max) {
        Ok(number) => {
            own_error.set(None);
            if number != value.get_untracked() {
                on_change.run(number);
            }
        }
        Err(wrong) => own_error.set(Some(wrong)),
    });
    text::follow(input, Bound::from(shown), changed);
    let initial = shown.get_untracked();
    view! {
        <FieldFrame class ids=ids.clone() label hide_label required hint error=shown_error>
            <input
                class="field__input field__input--number"
                id=ids.control
                type="text"
                inputmode="decimal"
                role="spinbutton"
                aria-valuemin=min.map(|min| min.to_string())
                aria-valuemax=max.map(|max| max.to_string())
                aria-valuenow=move || value.get().map(|number| number.to_string())
                value=(!initial.is_empty()).then_some(initial)
                placeholder=placeholder
                autocomplete="off"
                required=required
                disabled=move || disabled.get()
                aria-describedby=ids.described_by
                aria-invalid=move || shown_error.read().is_some().then_some("true")
                node_ref=input
                on:change=move |event| changed.run(event_target_value(&event))
                on:keydown=move |event| {
                    let up = match event.key().as_str() {
                        "ArrowUp" => true,
                        "ArrowDown" => false,
                        _ => return,
                    };
                    event.prevent_default();
                    let from = read(&event_target_value(&event), None, None).ok().flatten();
                    let next = stepped(from, up, step.unwrap_or(1.0), min, max);
                    own_error.set(None);
                    on_change.run(Some(next));
                }
            />
        </FieldFrame>
    }
    .into_any()
}

/// What was typed as a number, or a sentence that says what is expected.
fn read(typed: &str, min: Option<f64>, max: Option<f64>) -> Result<Option<f64>, String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let number = typed.parse::<f64>().ok().filter(|number| number.is_finite());
    let number = number.ok_or_else(|| format!("“{typed}” is not a number."))?;
    match (min, max) {
        (Some(min), Some(max)) if !(min..=max).contains(&number) => Err(format!("Enter a number from {min} to {max}.")),
        (Some(min), _) if number < min => Err(format!("Enter {min} or more.")),
        (_, Some(max)) if number > max => Err(format!("Enter {max} or less.")),
        _ => Ok(Some(number)),
    }
}

/// One step further, on a whole number of steps, so that 0.1 + 0.2 is 0.3.
fn stepped(from: Option<f64>, up: bool, step: f64, min: Option<f64>, max: Option<f64>) -> f64 {
    let next = match from {
        None => min.unwrap_or(0.0),
        Some(from) => {
            let steps = (from / step).round() + if up { 1.0 } else { -1.0 };
            let scale = 1.0 / step;
            if step < 1.0 && (scale.round() - scale).abs() < 1e-9 { steps / scale.round() } else { steps * step }
        }
    };
    next.max(min.unwrap_or(f64::NEG_INFINITY)).min(max.unwrap_or(f64::INFINITY))
}

#[cfg(test)]
mod tests {
    use super::{read, stepped};

    #[test]
    fn says_what_is_expected() {
        assert_eq!(read(" 1.5 ", None, None), Ok(Some(1.5)));
        assert_eq!(read("", Some(1.0), None), Ok(None));
        assert_eq!(read("ten", None, None), Err("“ten” is not a number.".to_owned()));
        assert_eq!(read("inf", None, None), Err("“inf” is not a number.".to_owned()));
        assert_eq!(read("11", Some(1.0), Some(10.0)), Err("Enter a number from 1 to 10.".to_owned()));
        assert_eq!(read("0", Some(1.0), None), Err("Enter 1 or more.".to_owned()));
        assert_eq!(read("11", None, Some(10.0)), Err("Enter 10 or less.".to_owned()));
    }

    #[test]
    fn steps_stay_on_the_scale() {
        assert_eq!(stepped(Some(0.2), true, 0.1, None, None), 0.3);
        assert_eq!(stepped(Some(10.0), true, 1.0, None, Some(10.0)), 10.0);
        assert_eq!(stepped(Some(100.0), false, 50.0, Some(0.0), None), 50.0);
        assert_eq!(stepped(None, true, 1.0, Some(1.0), None), 1.0);
    }
}
