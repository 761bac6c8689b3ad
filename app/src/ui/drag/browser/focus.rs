//! Where the focus is after a drop.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{HAS_HANDLE, SOURCE, hit, hit::Hit};

/// Back to the source, or to the item that took its place in the target. The page draws what a drop changed in between, so it
/// is asked two frames later. A drag by pointer moves the focus only when it was lost.
pub fn after_drop(source: &HtmlElement, by_keys: bool, hit: &Hit) {
    let (source, target, index) = (source.clone(), hit.element.clone(), hit.point.index);
    request_animation_frame(move || {
        request_animation_frame(move || {
            let active = document().active_element();
            let is_lost = active.is_none_or(|active| active.tag_name() == "BODY");
            if !by_keys && !is_lost {
                return;
            }
            if source.is_connected() {
                return focus(&source);
            }
            let item = hit::items(&target, None).into_iter().nth(index);
            focus(&item.unwrap_or(target));
        });
    });
}

/// The element itself, its handle, or the first thing inside that takes the focus.
fn focus(element: &Element) {
    let itself = element.has_attribute(SOURCE) && !element.has_attribute(HAS_HANDLE);
    let inside = [
        format!("[{SOURCE}]:not([{HAS_HANDLE}])"),
        "[data-drag-handle]".to_owned(),
        "a[href], button, input, select, textarea, [tabindex]".to_owned(),
    ];
    let found = if itself || element.matches("a[href], button, [tabindex]").unwrap_or(false) {
        Some(element.clone())
    } else {
        inside.iter().find_map(|selector| element.query_selector(selector).ok().flatten())
    };
    if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        _ = found.focus();
    }
}
