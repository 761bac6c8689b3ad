//! Where the focus goes after an edit: to what was made or moved, or to its settings.

#[cfg(feature = "hydrate")]
pub use browser::{node, settings};

#[cfg(not(feature = "hydrate"))]
pub fn node(_: String) {}

#[cfg(not(feature = "hydrate"))]
pub fn settings() {}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::*;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlElement};

    /// The edit is drawn by then, and the drag kit has said its own word.
    const FRAMES: u32 = 3;

    /// Who has gone elsewhere meanwhile stays there. Who works with the pointer keeps the focus too, unless it was on a handle
    /// or was lost with what it was on.
    pub fn node(id: String) {
        let before = document().active_element();
        later(FRAMES, move || {
            let active = document().active_element();
            let is_lost = |element: &Element| element.tag_name() == "BODY";
            let was_lost = before.as_ref().is_none_or(|before| is_lost(before) || !before.is_connected());
            let is_waiting = |element: &Element| {
                element.has_attribute("data-drag-handle") && (was_lost || before.as_ref() == Some(element))
            };
            if !active.is_none_or(|element| is_lost(&element) || is_waiting(&element)) {
                return;
            }
            let Ok(nodes) = document().query_selector_all("[data-node]") else { return };
            let nodes = (0..nodes.length()).filter_map(|index| nodes.get(index)?.dyn_into::<Element>().ok());
            let found = nodes.into_iter().find(|node| node.get_attribute("data-node").as_deref() == Some(&id));
            let is_itself = found.as_ref().is_some_and(|node| node.has_attribute("data-drag-handle"));
            let handle = if is_itself { found } else { found.and_then(|node| first(&node, "[data-drag-handle]")) };
            if let Some(handle) = handle.and_then(|handle| handle.dyn_into::<HtmlElement>().ok()) {
                _ = handle.focus();
            }
        });
    }

    /// The first field of the selected node.
    pub fn settings() {
        later(2, || {
            let panel = document().query_selector(".edit-settings").ok().flatten();
            let field = panel.and_then(|panel| first(&panel, "input, textarea, [contenteditable=true], button"));
            if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
                _ = field.focus();
            }
        });
    }

    fn first(element: &Element, selector: &str) -> Option<Element> {
        element.query_selector(selector).ok().flatten()
    }

    fn later(frames: u32, run: impl FnOnce() + 'static) {
        match frames.checked_sub(1) {
            Some(left) => request_animation_frame(move || later(left, run)),
            None => run(),
        }
    }
}
