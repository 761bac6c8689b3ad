use leptos::prelude::*;

use super::{Section, section::Part};
use crate::ui::{Button, Toast, Tone, use_toasts};

#[component]
pub fn ToastsSection() -> impl IntoView {
    let toasts = use_toasts();
    let undone = RwSignal::new(false);
    let undo = Callback::new(move |()| undone.set(true));
    let plain =
        move |()| toasts.show(Toast { text: "A new version is there.".to_owned(), tone: Tone::Accent, action: None });
    view! {
        <Section id="toasts" title="Toasts">
            <Part title="Tones">
                <Button on_click=move |()| toasts.show(Toast::good("Dashboard saved."))>"Saved"</Button>
                <Button on_click=move |()| toasts.show(Toast::good("Chart deleted.").with_action("Undo", undo))>"Deleted"</Button>
                <Button on_click=move |()| toasts.show(Toast::bad("The database did not answer."))>"Failed"</Button>
                <Button on_click=plain>"News"</Button>
                <output class="ui-page__output" aria-label="Undone">{move || undone.get().to_string()}</output>
            </Part>
        </Section>
    }
}
