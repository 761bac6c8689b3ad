use leptos::prelude::*;

use crate::ui::{CodeEditor, CodeError, CodeLanguage, Completion};

/// SQL to write: an expression or a SELECT. `value` decides what stands in it; the editor itself holds a signal of its own.
#[component]
pub fn SqlField(
    #[prop(into)] label: Signal<String>,
    value: Signal<String>,
    on_input: Callback<String>,
    #[prop(default = 3)] rows: u8,
    #[prop(optional)] disabled: bool,
    #[prop(optional, into)] completions: Signal<Vec<Completion>>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] errors: Signal<Vec<CodeError>>,
    /// Ctrl+Enter.
    #[prop(optional, into)]
    on_submit: Option<Callback<()>>,
) -> impl IntoView {
    let text = RwSignal::new(value.get_untracked());
    // What is typed goes out, and what changes elsewhere (undo, discard) comes in; equal texts end the round.
    Effect::new(move |_| {
        let typed = text.get();
        if value.try_get_untracked().is_some_and(|value| value != typed) {
            on_input.run(typed);
        }
    });
    Effect::new(move |_| {
        let outside = value.get();
        if text.try_get_untracked().is_some_and(|text| text != outside) {
            text.set(outside);
        }
    });
    let submit = Callback::new(move |()| {
        if let Some(on_submit) = on_submit {
            on_submit.run(());
        }
    });
    view! {
        <CodeEditor
            label
            language=CodeLanguage::Sql
            value=text
            completions
            errors
            hint
            readonly=disabled
            rows
            on_submit=submit
        />
    }
}
