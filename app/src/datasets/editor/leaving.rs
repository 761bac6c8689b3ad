//! Whoever leaves with changes that are not saved is asked.

use super::editing::Editing;

#[cfg(not(feature = "hydrate"))]
pub fn ask_before_leaving(_: Editing) {}

#[cfg(feature = "hydrate")]
pub fn ask_before_leaving(editing: Editing) {
    use leptos::{ev, prelude::*};

    let unload = window_event_listener(ev::beforeunload, move |event| {
        if editing.is_dirty.try_get_untracked() == Some(true) {
            event.prevent_default();
        }
    });
    on_cleanup(move || unload.remove());
}
