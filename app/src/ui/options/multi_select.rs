use leptos::{ev::KeyboardEvent, html::Input, prelude::*};

use super::{
    SelectOption,
    list::{OptionList, line_id},
    picker::Picker,
};
use crate::ui::{
    Icon, IconView,
    field::{FieldFrame, FieldIds},
    floating::{Panel, PanelKind},
    use_id,
};

/// Some of many: what was chosen stands as pills before the text that searches for more. Backspace takes the last one away.
#[component]
pub fn MultiSelect(
    #[prop(optional, into)] class: String,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] options: Signal<Vec<SelectOption>>,
    #[prop(into)] values: Signal<Vec<String>>,
    #[prop(into)] on_change: Callback<Vec<String>>,
    /// The options are searched elsewhere: it hears what was typed.
    #[prop(optional, into)]
    on_search: Option<Callback<String>>,
    #[prop(optional, into)] loading: Signal<bool>,
    /// What was typed may become a value of its own: by Enter, a comma, or leaving the field.
    #[prop(optional)]
    creatable: bool,
    #[prop(default = "Choose…".to_owned(), into)] placeholder: String,
    #[prop(optional)] required: bool,
    #[prop(optional)] hide_label: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let (ids, list, panel) = (FieldIds::new(), use_id(), use_id());
    let open = RwSignal::new(false);
    let input = NodeRef::<Input>::new();
    let picker = Picker::new(options, on_search);
    let chosen = Chosen { options, values, on_change };
    let is_chosen = Callback::new(move |own: String| values.read().contains(&own));
    let choose = Callback::new(move |option: SelectOption| {
        chosen.toggle(&option.value);
        clear(input, picker);
    });
    let editing = Editing { chosen, picker, open, input, creatable };
    let active_list = list.clone();
    view! {
        <FieldFrame class ids=ids.clone() label hide_label required hint error>
            <span class="anchor anchor--field">
                <span
                    class="field__input multi-select"
                    class=("multi-select--disabled", move || disabled.get())
                    on:click=move |_| editing.focus()
                >
                    <For each=move || values.get() key=Clone::clone let(value)>
                        <Pill value chosen input disabled/>
                    </For>
                    <input
                        class="multi-select__input"
                        id=ids.control
                        type="text"
                        role="combobox"
                        placeholder=move || values.read().is_empty().then(|| placeholder.clone())
                        autocomplete="off"
                        spellcheck="false"
                        disabled=move || disabled.get()
                        aria-autocomplete="list"
                        aria-expanded=move || if open.get() { "true" } else { "false" }
                        aria-controls=panel.clone()
                        aria-activedescendant=move || {
                            picker.active.get().filter(|_| open.get()).map(|index| line_id(&active_list, index))
                        }
                        aria-describedby=ids.described_by
                        aria-invalid=move || error.read().is_some().then_some("true")
                        aria-required=required.then_some("true")
                        node_ref=input
                        on:input=move |event| editing.typed(event_target_value(&event))
                        on:keydown=move |event| editing.key(&event)
                        on:blur=move |_| editing.leave()
                    />
                </span>
                <Panel class="select__panel" id=panel kind=PanelKind::Manual open>
                    <OptionList id=list.clone() label picker is_chosen on_choose=choose multiple=true loading on_key=None/>
                </Panel>
            </span>
        </FieldFrame>
    }
    .into_any()
}

#[component]
fn Pill(value: String, chosen: Chosen, input: NodeRef<Input>, disabled: Signal<bool>) -> impl IntoView {
    let own = value.clone();
    let text = Signal::derive(move || chosen.text(&own));
    view! {
        <span class="pill">
            <span class="pill__text">{move || text.get()}</span>
            <button
                class="pill__remove"
                type="button"
                disabled=move || disabled.get()
                aria-label=move || format!("Remove {}", text.get())
                on:click=move |event| {
                    event.stop_propagation();
                    chosen.toggle(&value);
                    focus(input);
                }
            >
                <IconView icon=Icon::Close/>
            </button>
        </span>
    }
}

#[derive(Clone, Copy)]
struct Chosen {
    options: Signal<Vec<SelectOption>>,
    values: Signal<Vec<String>>,
    on_change: Callback<Vec<String>>,
}

impl Chosen {
    fn toggle(self, value: &str) {
        let mut values = self.values.get_untracked();
        match values.iter().position(|own| own == value) {
            Some(index) => _ = values.remove(index),
            None => values.push(value.to_owned()),
        }
        self.on_change.run(values);
    }

    fn add(self, value: &str) {
        if !self.values.read_untracked().iter().any(|own| own == value) {
            self.toggle(value);
        }
    }

    fn remove_last(self) {
        let mut values = self.values.get_untracked();
        if values.pop().is_some() {
            self.on_change.run(values);
        }
    }

    fn text(self, value: &str) -> String {
        let options = self.options.read();
        let option = options.iter().find(|option| option.value == value);
        option.map_or_else(|| value.to_owned(), |option| option.label.clone())
    }
}

#[derive(Clone, Copy)]
struct Editing {
    chosen: Chosen,
    picker: Picker,
    open: RwSignal<bool>,
    input: NodeRef<Input>,
    creatable: bool,
}

impl Editing {
    fn focus(self) {
        focus(self.input);
        self.open.set(true);
    }

    fn typed(self, text: String) {
        if self.creatable && text.contains(',') {
            for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
                self.chosen.add(part);
            }
            clear(self.input, self.picker);
            return;
        }
        self.open.set(true);
        self.picker.set_search(text);
        if !self.creatable {
            self.picker.start_at(None);
        }
    }

    /// Also when the field goes away under the focus: nothing of it is there any more then.
    fn leave(self) {
        if self.open.try_set(false).is_some() {
            return;
        }
        if self.creatable {
            self.create();
        }
        clear(self.input, self.picker);
    }

    /// Whether there was something to make a value of.
    fn create(self) -> bool {
        let text = self.picker.search.get_untracked();
        let text = text.trim();
        if !text.is_empty() {
            self.chosen.add(text);
        }
        !text.is_empty()
    }

    fn key(self, event: &KeyboardEvent) {
        let (key, is_open) = (event.key(), self.open.get_untracked());
        match key.as_str() {
            "ArrowDown" | "ArrowUp" | "PageDown" | "PageUp" => {
                event.prevent_default();
                self.open.set(true);
                self.picker.moves(&key);
            }
            "Enter" => {
                let option = self.picker.chosen().filter(|_| is_open);
                if let Some(option) = option {
                    event.prevent_default();
                    self.chosen.toggle(&option.value);
                    clear(self.input, self.picker);
                } else if self.creatable && self.create() {
                    event.prevent_default();
                    clear(self.input, self.picker);
                }
            }
            "Backspace" if self.picker.search.read_untracked().is_empty() => self.chosen.remove_last(),
            // A dialog around it stays open.
            "Escape" if is_open => {
                event.prevent_default();
                event.stop_propagation();
                self.open.set(false);
                self.picker.active.set(None);
            }
            _ => {}
        }
    }
}

fn clear(input: NodeRef<Input>, picker: Picker) {
    picker.reset();
    if let Some(input) = input.get_untracked() {
        input.set_value("");
    }
}

fn focus(input: NodeRef<Input>) {
    if let Some(input) = input.get_untracked() {
        _ = input.focus();
    }
}
