use leptos::{ev::KeyboardEvent, prelude::*};

use super::{
    SelectOption,
    list::{OptionList, line_id},
    picker::Picker,
};
use crate::ui::{
    Bound,
    field::{FieldFrame, FieldIds, text},
    floating::{Panel, PanelKind},
    use_id,
};

/// A text that may be one of those that are known: it suggests while one types, and takes what was typed.
#[component]
pub fn Combobox(
    #[prop(optional, into)] class: String,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] options: Signal<Vec<SelectOption>>,
    #[prop(into)] value: Signal<String>,
    /// Hears of each letter, and of the value of a chosen suggestion.
    #[prop(into)]
    on_change: Callback<String>,
    /// The suggestions are searched elsewhere: it hears what was typed.
    #[prop(optional, into)]
    on_search: Option<Callback<String>>,
    #[prop(optional, into)] loading: Signal<bool>,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional)] required: bool,
    #[prop(optional)] hide_label: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let (ids, list) = (FieldIds::new(), use_id());
    let open = RwSignal::new(false);
    let picker = Picker::new(options, on_search);
    let input = NodeRef::<leptos::html::Input>::new();
    text::follow(input, Bound::from(value), on_change);
    let choose = Callback::new(move |option: SelectOption| {
        open.set(false);
        picker.reset();
        on_change.run(option.value);
    });
    let is_chosen = Callback::new(move |own: String| *value.read() == own);
    let typed = move |text: String| {
        picker.set_search(text.clone());
        on_change.run(text);
        open.set(true);
    };
    let on_key = move |event: KeyboardEvent| keys(&event, picker, open, choose);
    let (active_list, panel) = (list.clone(), use_id());
    let initial = value.get_untracked();
    view! {
        <FieldFrame class ids=ids.clone() label hide_label required hint error>
            <span class="anchor anchor--field">
                <input
                    class="field__input"
                    id=ids.control
                    type="text"
                    role="combobox"
                    value=(!initial.is_empty()).then_some(initial)
                    placeholder=placeholder
                    autocomplete="off"
                    spellcheck="false"
                    required=required
                    disabled=move || disabled.get()
                    aria-autocomplete="list"
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-controls=panel.clone()
                    aria-activedescendant=move || {
                        picker.active.get().filter(|_| open.get()).map(|index| line_id(&active_list, index))
                    }
                    aria-describedby=ids.described_by
                    aria-invalid=move || error.read().is_some().then_some("true")
                    node_ref=input
                    on:input=move |event| typed(event_target_value(&event))
                    on:click=move |_| open.set(true)
                    on:keydown=on_key
                    on:blur=move |_| open.set(false)
                />
                <Panel class="select__panel" id=panel kind=PanelKind::Manual open>
                    <OptionList id=list.clone() label picker is_chosen on_choose=choose loading on_key=None/>
                </Panel>
            </span>
        </FieldFrame>
    }
    .into_any()
}

/// Enter only chooses a line that somebody moved to: else the text is taken as it was typed.
fn keys(event: &KeyboardEvent, picker: Picker, open: RwSignal<bool>, choose: Callback<SelectOption>) {
    let (key, is_open) = (event.key(), open.get_untracked());
    match key.as_str() {
        "ArrowDown" | "ArrowUp" | "PageDown" | "PageUp" => {
            event.prevent_default();
            open.set(true);
            picker.moves(&key);
        }
        "Enter" if is_open => {
            if let Some(option) = picker.chosen() {
                event.prevent_default();
                choose.run(option);
            }
            open.set(false);
        }
        // A dialog around it stays open.
        "Escape" if is_open => {
            event.prevent_default();
            event.stop_propagation();
            open.set(false);
            picker.active.set(None);
        }
        _ => {}
    }
}
