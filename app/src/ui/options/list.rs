use leptos::{ev::KeyboardEvent, prelude::*};

use super::{SelectOption, picker::Picker};
use crate::ui::{Icon, IconView};

/// More would be slow, and nobody reads so far.
const SHOWN: usize = 200;

/// The lines of a picker, as a listbox. `aria-activedescendant` names the active line, whose id is `line_id(id, index)`: on
/// the list itself if it takes the keys, else on the input that does.
#[component]
pub fn OptionList(
    id: String,
    label: Signal<String>,
    picker: Picker,
    is_chosen: Callback<String, bool>,
    on_choose: Callback<SelectOption>,
    #[prop(optional)] multiple: bool,
    loading: Signal<bool>,
    on_key: Option<Callback<KeyboardEvent>>,
) -> impl IntoView {
    let (list_id, active_list) = (id.clone(), id.clone());
    let has_keys = on_key.is_some();
    let lines = move || {
        let found = picker.found.read();
        let lines = found.iter().take(SHOWN).cloned().enumerate();
        lines
            .map(|(index, option)| {
                view! { <Line id=line_id(&list_id, index) index option picker is_chosen on_choose/> }
            })
            .collect_view()
            .into_any()
    };
    reveal(id.clone(), picker);
    view! {
        <ul
            class="options"
            id=id
            role="listbox"
            aria-label=move || label.get()
            aria-multiselectable=multiple.then_some("true")
            tabindex=has_keys.then_some("0")
            data-focus=has_keys.then_some("")
            aria-activedescendant=move || {
                picker.active.get().filter(|_| has_keys).map(|index| line_id(&active_list, index))
            }
            on:keydown=move |event| {
                if let Some(on_key) = on_key {
                    on_key.run(event);
                }
            }
            aria-busy=move || loading.get().then_some("true")
        >
            {lines}
        </ul>
        <p class="options__note" role="status">{move || note(loading.get(), picker.found.read().len())}</p>
    }
    .into_any()
}

pub fn line_id(list: &str, index: usize) -> String {
    format!("{list}-{index}")
}

fn note(is_loading: bool, count: usize) -> Option<String> {
    match count {
        _ if is_loading => Some("Loading…".to_owned()),
        0 => Some("Nothing found".to_owned()),
        count if count > SHOWN => Some(format!("{} more. Type to find them.", count - SHOWN)),
        _ => None,
    }
}

#[component]
fn Line(
    id: String,
    index: usize,
    option: SelectOption,
    picker: Picker,
    is_chosen: Callback<String, bool>,
    on_choose: Callback<SelectOption>,
) -> impl IntoView {
    let (label, hint, is_disabled) = (option.label.clone(), option.hint.clone(), option.disabled);
    let value = option.value.clone();
    view! {
        <li
            class="options__line"
            class=("is-active", move || picker.active.get() == Some(index))
            id=id
            role="option"
            aria-selected=move || if is_chosen.run(value.clone()) { "true" } else { "false" }
            aria-disabled=is_disabled.then_some("true")
            // The focus stays where one types.
            on:pointerdown=|event| event.prevent_default()
            on:mousedown=|event| event.prevent_default()
            on:pointermove=move |_| {
                if !is_disabled && picker.active.get_untracked() != Some(index) {
                    picker.active.set(Some(index));
                }
            }
            on:click=move |_| {
                if !is_disabled {
                    on_choose.run(option.clone());
                }
            }
        >
            <span class="options__text">
                {label}
                {hint.map(|hint| view! { <span class="options__hint">{hint}</span> })}
            </span>
            <IconView icon=Icon::Check/>
        </li>
    }
}

#[cfg(not(feature = "hydrate"))]
fn reveal(_: String, _: Picker) {}

/// Scrolls the active line into sight.
#[cfg(feature = "hydrate")]
fn reveal(list_id: String, picker: Picker) {
    Effect::new(move |_| {
        let Some(active) = picker.active.get() else { return };
        if let Some(line) = document().get_element_by_id(&line_id(&list_id, active)) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            line.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::note;

    #[test]
    fn says_what_is_not_in_the_list() {
        assert_eq!(note(true, 0).as_deref(), Some("Loading…"));
        assert_eq!(note(false, 0).as_deref(), Some("Nothing found"));
        assert_eq!(note(false, 205).as_deref(), Some("5 more. Type to find them."));
        assert_eq!(note(false, 200), None);
    }
}
