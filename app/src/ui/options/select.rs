use leptos::{ev::KeyboardEvent, prelude::*};

use super::{
    SelectOption,
    list::{OptionList, line_id},
    picker::Picker,
};
use crate::ui::{
    Icon, IconButton, IconView,
    field::{FieldFrame, FieldIds},
    floating::{Panel, PanelKind},
    use_id,
};

/// Lists shorter than this are read faster than searched.
const SEARCHED_FROM: usize = 8;

/// One of many, or none. It opens with a search field, unless the list is short and `searchable` was not asked for.
#[component]
pub fn Select(
    #[prop(optional, into)] class: String,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] options: Signal<Vec<SelectOption>>,
    /// One that is not among the options is shown as it is.
    #[prop(into)]
    value: Signal<Option<String>>,
    #[prop(into)] on_change: Callback<Option<String>>,
    #[prop(optional)] searchable: bool,
    /// The options are searched elsewhere: it hears what was typed.
    #[prop(optional, into)]
    on_search: Option<Callback<String>>,
    #[prop(optional, into)] loading: Signal<bool>,
    #[prop(optional)] clearable: bool,
    #[prop(default = "Choose…".to_owned(), into)] placeholder: String,
    #[prop(optional)] required: bool,
    #[prop(optional)] hide_label: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let (ids, panel) = (FieldIds::new(), use_id());
    let open = RwSignal::new(false);
    let button = NodeRef::<leptos::html::Button>::new();
    let picker = Picker::new(options, on_search);
    let shown = move || value.with(|value| value.as_deref().map(|value| label_of(&options.read(), value)));
    let choose = Callback::new(move |option: SelectOption| {
        open.set(false);
        if value.read_untracked().as_ref() != Some(&option.value) {
            on_change.run(Some(option.value));
        }
    });
    let choices = move || {
        let searched = searchable || on_search.is_some() || options.read_untracked().len() >= SEARCHED_FROM;
        let is_chosen = Callback::new(move |own: String| value.read().as_ref() == Some(&own));
        let value = value.get_untracked();
        view! { <Choices label picker value open searched is_chosen choose loading/> }
    };
    view! {
        <FieldFrame class ids=ids.clone() label hide_label required hint error>
            <span class="anchor anchor--field select">
                <button
                    node_ref=button
                    class="field__input select__button"
                    id=ids.control
                    type="button"
                    role="combobox"
                    popovertarget=panel.clone()
                    disabled=move || disabled.get()
                    aria-haspopup="listbox"
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-controls=panel.clone()
                    aria-describedby=ids.described_by
                    aria-invalid=move || error.read().is_some().then_some("true")
                    aria-required=required.then_some("true")
                    on:keydown=move |event| {
                        if matches!(event.key().as_str(), "ArrowDown" | "ArrowUp") && !open.get_untracked() {
                            event.prevent_default();
                            open.set(true);
                        }
                    }
                >
                    {move || match shown() {
                        Some(text) => view! { <span class="select__value">{text}</span> },
                        None => view! { <span class="select__value select__value--none">{placeholder.clone()}</span> },
                    }}
                    <IconView icon=Icon::Down/>
                </button>
                {move || (clearable && value.read().is_some() && !disabled.get()).then(|| view! {
                    <IconButton
                        class="select__clear"
                        label=Signal::derive(move || format!("Clear {}", label.get()))
                        icon=Icon::Close
                        on_click=move |()| {
                            // The cross goes away under the focus.
                            focus(button);
                            on_change.run(None);
                        }
                    />
                })}
                <Panel class="select__panel" id=panel kind=PanelKind::Auto open>{choices()}</Panel>
            </span>
        </FieldFrame>
    }
    .into_any()
}

/// What opens: the list, which itself takes the keys where there is nothing to type in.
#[component]
fn Choices(
    label: Signal<String>,
    picker: Picker,
    value: Option<String>,
    open: RwSignal<bool>,
    searched: bool,
    is_chosen: Callback<String, bool>,
    choose: Callback<SelectOption>,
    loading: Signal<bool>,
) -> impl IntoView {
    let list = use_id();
    picker.reset();
    picker.start_at(value.as_deref());
    // What is searched elsewhere comes later.
    Effect::new(move |_| {
        picker.found.track();
        if picker.active.get_untracked().is_none() {
            picker.start_at(None);
        }
    });
    let typed = StoredValue::new(String::new());
    let on_key = Callback::new(move |event: KeyboardEvent| {
        let key = event.key();
        let is_editing = searched && matches!(key.as_str(), "Home" | "End");
        if key == "Enter" || (key == " " && !searched) {
            event.prevent_default();
            if let Some(option) = picker.chosen() {
                choose.run(option);
            }
        } else if key == "Tab" {
            // The focus goes back to the button, and the key moves on from there.
            open.set(false);
        } else if !is_editing && picker.moves(&key) {
            event.prevent_default();
        } else if !searched && key.chars().count() == 1 && !event.ctrl_key() && !event.meta_key() {
            find_typed(picker, typed, &key);
        }
    });
    let search = searched.then(|| view! { <Search id=list.clone() label picker on_key/> });
    let own_keys = (!searched).then_some(on_key);
    view! {
        {search}
        <OptionList id=list label picker is_chosen on_choose=choose loading on_key=own_keys/>
    }
}

#[component]
fn Search(id: String, label: Signal<String>, picker: Picker, on_key: Callback<KeyboardEvent>) -> impl IntoView {
    let list = id.clone();
    view! {
        <input
            class="field__input select__search"
            type="text"
            role="combobox"
            data-focus=""
            autocomplete="off"
            spellcheck="false"
            placeholder="Search…"
            aria-label=move || format!("Search {}", label.get())
            aria-autocomplete="list"
            aria-expanded="true"
            aria-controls=id
            aria-activedescendant=move || picker.active.get().map(|index| line_id(&list, index))
            on:input=move |event| {
                picker.set_search(event_target_value(&event));
                picker.start_at(None);
            }
            on:keydown=move |event| on_key.run(event)
        />
    }
}

/// Goes to the first line that begins with what was typed lately; after a pause the typing starts anew.
fn find_typed(picker: Picker, typed: StoredValue<String>, letter: &str) {
    let text = typed.try_update_value(|typed| {
        typed.push_str(&letter.to_lowercase());
        typed.clone()
    });
    let Some(text) = text else { return };
    set_timeout(
        move || {
            if typed.try_with_value(|now| *now == text).unwrap_or(false) {
                typed.set_value(String::new());
            }
        },
        std::time::Duration::from_millis(600),
    );
    let text = typed.get_value();
    let found = picker.found.read_untracked();
    let line = found.iter().position(|option| !option.disabled && option.label.to_lowercase().starts_with(&text));
    if line.is_some() {
        picker.active.set(line);
    }
}

fn focus(button: NodeRef<leptos::html::Button>) {
    if let Some(button) = button.get_untracked() {
        _ = button.focus();
    }
}

fn label_of(options: &[SelectOption], value: &str) -> String {
    let option = options.iter().find(|option| option.value == value);
    option.map_or_else(|| value.to_owned(), |option| option.label.clone())
}

#[cfg(test)]
mod tests {
    use super::{SelectOption, label_of};

    #[test]
    fn a_value_without_an_option_is_shown_as_it_is() {
        let options = [SelectOption::new("1", "Sales")];
        assert_eq!(label_of(&options, "1"), "Sales");
        assert_eq!(label_of(&options, "2"), "2");
    }
}
