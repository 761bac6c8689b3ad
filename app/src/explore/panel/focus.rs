//! A change of a shelf makes its pills anew; the focus follows to the one in the same place.

#[cfg(not(feature = "hydrate"))]
pub fn pill(_shelf: &'static str, _index: usize) {}

/// The pill at this place, or the last one, or the field that adds one.
#[cfg(feature = "hydrate")]
pub fn pill(shelf: &'static str, index: usize) {
    use leptos::prelude::*;
    use wasm_bindgen::JsCast as _;
    use web_sys::HtmlElement;

    request_animation_frame(move || {
        let find = |selector: &str| document().query_selector_all(&format!("[data-shelf={shelf:?}] {selector}")).ok();
        let pills = find(".pill__main");
        let count = pills.as_ref().map_or(0, web_sys::NodeList::length);
        let place = (index as u32).min(count.saturating_sub(1));
        let pill = pills.and_then(|pills| pills.get(place));
        let target = pill.or_else(|| find(".select__button")?.get(0));
        if let Some(target) = target.and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
            _ = target.focus();
        }
    });
}
