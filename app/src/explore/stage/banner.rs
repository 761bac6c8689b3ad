use leptos::prelude::*;

use crate::{
    explore::{asking::Asking, builder::Builder},
    ui::{Button, Look},
};

/// What keeps the chart from showing what the form says.
#[component]
pub fn Banner() -> impl IntoView {
    let (builder, asking) = (Builder::of_page(), Asking::of_page());
    let (is_stale, is_running) = (asking.is_stale(), asking.is_running());
    let content = move || {
        if let Some(sentence) = builder.question.get().err() {
            return Some(view! { <p class="stage__banner">{sentence}</p> }.into_any());
        }
        if is_running.get() {
            return None;
        }
        if asking.was_stopped.get() {
            return Some(view! { <p class="stage__banner">"Stopped. "<RunLink asking/></p> }.into_any());
        }
        is_stale.get().then(|| {
            view! { <p class="stage__banner">"The chart does not show your last changes. "<RunLink asking/></p> }
                .into_any()
        })
    };
    view! { <div role="status">{content}</div> }
}

#[component]
fn RunLink(asking: Asking) -> impl IntoView {
    view! { <Button look=Look::Quiet on_click=move |()| asking.run(false)>"Run (Ctrl+Enter)"</Button> }
}
