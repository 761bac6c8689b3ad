use leptos::prelude::*;

use super::{Dialog, DialogSize};
use crate::ui::{Button, Look};

/// Asks before something is done that cannot be undone. `action` is the verb on the button ("Delete chart"). It stays open
/// while `busy`; whoever hears `on_confirm` closes it.
#[component]
pub fn ConfirmDialog(
    #[prop(into)] title: Signal<String>,
    open: RwSignal<bool>,
    #[prop(into)] action: Signal<String>,
    #[prop(default = Look::Danger)] look: Look,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(into)] on_confirm: Callback<()>,
    children: ChildrenFn,
) -> impl IntoView {
    let footer = move || {
        view! {
            <Button on_click=move |()| open.set(false)>"Cancel"</Button>
            <Button look busy disabled on_click=on_confirm>{move || action.get()}</Button>
        }
    };
    view! { <Dialog title open size=DialogSize::Small footer children/> }
}
