use leptos::prelude::*;

use super::{Toast, Toasts};
use crate::ui::{Button, Icon, IconButton, IconView, Look, Tone, use_toasts};

/// Where the messages appear: over everything, moving nothing. It is read out politely; F8 moves the focus to the newest
/// message, and while the focus or the pointer is on them none of them goes away.
#[component]
pub fn Toaster() -> impl IntoView {
    let toasts = use_toasts();
    let held = RwSignal::new(false);
    let region = NodeRef::<leptos::html::Div>::new();
    live(region, toasts);
    view! {
        <div
            class="toaster"
            popover="manual"
            role="status"
            aria-label="Notifications"
            node_ref=region
            on:pointerenter=move |_| held.set(true)
            on:pointerleave=move |_| held.set(false)
            on:focusin=move |_| held.set(true)
            on:focusout=move |_| held.set(false)
        >
            <For each=move || toasts.0.get().toasts key=|(id, _)| *id let((id, toast))>
                <ToastView id toast toasts held/>
            </For>
        </div>
    }
    .into_any()
}

#[component]
fn ToastView(id: u32, toast: Toast, toasts: Toasts, held: RwSignal<bool>) -> impl IntoView {
    let (class, icon) = match toast.tone {
        Tone::Good => ("toast toast--good", Icon::Check),
        Tone::Warn => ("toast toast--warn", Icon::Warning),
        Tone::Bad => ("toast toast--bad", Icon::Error),
        Tone::Neutral | Tone::Accent => ("toast", Icon::Info),
    };
    let dismiss = Callback::new(move |()| {
        held.set(false);
        leave();
        toasts.dismiss(id);
    });
    if let Some(lifetime_ms) = toast.lifetime_ms() {
        expire(lifetime_ms, held, dismiss);
    }
    view! {
        <div class=class>
            <IconView icon/>
            <span class="toast__text">{toast.text}</span>
            {toast.action.map(|(label, run)| {
                let act = Callback::new(move |()| {
                    dismiss.run(());
                    run.run(());
                });
                view! { <Button look=Look::Quiet class="toast__action" on_click=act>{label}</Button> }
            })}
            <IconButton label="Dismiss" icon=Icon::Close on_click=dismiss/>
        </div>
    }
    .into_any()
}

#[cfg(not(feature = "hydrate"))]
fn leave() {}

#[cfg(not(feature = "hydrate"))]
fn live(_: NodeRef<leptos::html::Div>, _: Toasts) {}

#[cfg(not(feature = "hydrate"))]
fn expire(_: u64, _: RwSignal<bool>, _: Callback<()>) {}

#[cfg(feature = "hydrate")]
use browser::{expire, leave, live};

#[cfg(feature = "hydrate")]
mod browser {
    use std::time::Duration;

    use leptos::{html::Div, prelude::*};

    use crate::ui::{focus, toast::Toasts};

    /// On the element that F8 took the focus from.
    const LEFT: &str = "data-left-for-toasts";

    /// Always in the top layer, for a region that appears together with its text is not read out by all screen readers.
    /// A new message puts it above what was opened since.
    pub fn live(region: NodeRef<Div>, toasts: Toasts) {
        Effect::new(move |earlier: Option<u32>| {
            let last_id = toasts.0.read().last_id;
            let Some(region) = region.get() else { return last_id };
            let is_covered = || matches!(document().query_selector("dialog:modal"), Ok(Some(_)));
            if earlier.is_some_and(|earlier| earlier != last_id) && is_covered() {
                _ = region.hide_popover();
            }
            _ = region.show_popover();
            last_id
        });
        let keys = window_event_listener(leptos::ev::keydown, move |event| {
            if event.key() != "F8" {
                return;
            }
            let newest =
                region.get_untracked().and_then(|region| region.query_selector(".toast:last-child button").ok()?);
            if let Some(button) = newest {
                event.prevent_default();
                if let Some(active) =
                    document().active_element().filter(|active| active.closest(".toaster") == Ok(None))
                {
                    _ = active.set_attribute(LEFT, "");
                }
                focus::to(&button);
            }
        });
        on_cleanup(move || keys.remove());
    }

    /// The focus goes back to where F8 took it from.
    pub fn leave() {
        if let Ok(Some(left)) = document().query_selector(&format!("[{LEFT}]")) {
            _ = left.remove_attribute(LEFT);
            if document().query_selector(".toaster :focus").is_ok_and(|focused| focused.is_some()) {
                focus::to(&left);
            }
        }
    }

    /// Starts anew each time that it is let go of; a timer that was started before then does nothing.
    pub fn expire(lifetime_ms: u64, held: RwSignal<bool>, dismiss: Callback<()>) {
        let started = StoredValue::new(0_u32);
        Effect::new(move |_| {
            let Some(number) = started.try_update_value(|number| {
                *number += 1;
                *number
            }) else {
                return;
            };
            if held.get() {
                return;
            }
            let later = move || {
                if started.try_get_value() == Some(number) {
                    dismiss.run(());
                }
            };
            set_timeout(later, Duration::from_millis(lifetime_ms));
        });
    }
}
