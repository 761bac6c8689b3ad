//! Ctrl+Enter runs, Ctrl+S saves, Ctrl+Z undoes, Ctrl+Shift+Z and Ctrl+Y redo.

use super::save::Saving;
use crate::explore::{asking::Asking, builder::Builder};

#[cfg(not(feature = "hydrate"))]
pub fn listen(_: Builder, _: Asking, _: Saving) {}

#[cfg(feature = "hydrate")]
pub fn listen(builder: Builder, asking: Asking, saving: Saving) {
    use leptos::{ev, prelude::*};

    let listener = window_event_listener(ev::keydown, move |event| {
        if !(event.ctrl_key() || event.meta_key()) || event.alt_key() || event.default_prevented() {
            return;
        }
        let key = event.key().to_lowercase();
        let undoes = matches!(key.as_str(), "z" | "y");
        // A text field has an undo of its own, and a dialog is no place to change what lies under it.
        if in_dialog() || (undoes && in_text(&event)) {
            return;
        }
        match key.as_str() {
            "enter" => asking.run(false),
            "s" => saving.save(),
            "z" if event.shift_key() => builder.redo(),
            "z" => builder.undo(),
            "y" => builder.redo(),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || listener.remove());
}

#[cfg(feature = "hydrate")]
fn in_dialog() -> bool {
    leptos::prelude::document().query_selector("dialog[open]").ok().flatten().is_some()
}

#[cfg(feature = "hydrate")]
fn in_text(event: &web_sys::KeyboardEvent) -> bool {
    use wasm_bindgen::JsCast as _;

    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| target.closest("input, textarea, [contenteditable=true]").ok().flatten().is_some())
}
