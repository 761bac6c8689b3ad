use leptos::prelude::*;

use super::{FieldFrame, FieldIds, text};
use crate::ui::Bound;

/// Several lines of text.
#[component]
pub fn TextArea(
    #[prop(optional, into)] class: String,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] value: Bound<String>,
    /// Hears of each letter.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// Lines shown; longer text scrolls.
    #[prop(default = 3)]
    rows: u32,
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional, into)] placeholder: Option<String>,
    /// For code and JSON.
    #[prop(optional)]
    monospace: bool,
    #[prop(optional)] required: bool,
    #[prop(optional)] hide_label: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let ids = FieldIds::new();
    let area = NodeRef::<leptos::html::Textarea>::new();
    let changed = text::change(value, on_input);
    text::follow(area, value, changed);
    let input_class = if monospace { "field__input field__input--code" } else { "field__input" };
    view! {
        <FieldFrame class ids=ids.clone() label hide_label required hint error>
            <textarea
                class=input_class
                id=ids.control
                name=name
                rows=rows.to_string()
                placeholder=placeholder
                autocomplete="off"
                spellcheck=if monospace { "false" } else { "true" }
                required=required
                disabled=move || disabled.get()
                aria-describedby=ids.described_by
                aria-invalid=move || error.read().is_some().then_some("true")
                node_ref=area
                inner_html=escaped(&value.get_untracked())
                on:input=move |event| changed.run(event_target_value(&event))
            ></textarea>
        </FieldFrame>
    }
    .into_any()
}

/// The content of the element: as a child, an empty text would become a space that hydration needs.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    #[test]
    fn text_cannot_end_its_element() {
        assert_eq!(super::escaped("a & </textarea>"), "a &amp; &lt;/textarea>");
    }
}
