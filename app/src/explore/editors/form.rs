use leptos::{ev::SubmitEvent, prelude::*};

use crate::ui::{Button, Look};

/// What every editor stands in: Enter saves, and Save says what is missing.
#[component]
pub fn EditorForm(
    /// What is still missing, as a sentence.
    #[prop(into)]
    problem: Signal<Option<String>>,
    #[prop(into)] on_save: Callback<()>,
    on_close: Callback<()>,
    children: Children,
) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if problem.read_untracked().is_none() {
            on_save.run(());
        }
    };
    let is_incomplete = Signal::derive(move || problem.read().is_some());
    view! {
        <form class="form field-editor" novalidate on:submit=submit>
            {children()}
            <div class="form__actions">
                <Button on_click=on_close>"Cancel"</Button>
                <Button look=Look::Primary submit=true disabled=is_incomplete reason=problem>"Save"</Button>
            </div>
        </form>
    }
    .into_any()
}
