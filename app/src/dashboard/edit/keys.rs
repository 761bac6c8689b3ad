//! The keys of the page: undo, redo, save.

use super::editor::Editor;

#[cfg(feature = "hydrate")]
pub fn listen(editor: Editor) {
    browser::listen(editor);
}

#[cfg(not(feature = "hydrate"))]
pub fn listen(_: Editor) {}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::{ev::KeyboardEvent, prelude::*};
    use wasm_bindgen::JsCast;
    use web_sys::Element;

    use super::Editor;
    use crate::dashboard::edit::saving;

    /// What has an undo of its own.
    const TEXTS: &str = "input, textarea, select, [contenteditable=true], .cm-editor";

    pub fn listen(editor: Editor) {
        let listener = window_event_listener(leptos::ev::keydown, move |event| pressed(editor, &event));
        on_cleanup(move || listener.remove());
    }

    fn pressed(editor: Editor, event: &KeyboardEvent) {
        if event.default_prevented() || !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
            return;
        }
        let in_dialog = matches!(document().query_selector("dialog[open]"), Ok(Some(_)));
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let in_text = target.is_some_and(|element| matches!(element.closest(TEXTS), Ok(Some(_))));
        match (event.key().to_lowercase().as_str(), event.shift_key()) {
            ("s", false) if !in_dialog => saving::save(editor),
            ("z", false) if !in_text && !in_dialog => editor.undo(),
            ("z", true) | ("y", false) if !in_text && !in_dialog => editor.redo(),
            _ => return,
        }
        event.prevent_default();
    }
}
