//! Where the focus goes.

use leptos::prelude::document;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

const FOCUSABLE: &str = "a[href], button:not(:disabled), input:not(:disabled, [type=hidden]), select:not(:disabled), \
                         textarea:not(:disabled), [tabindex]:not([tabindex='-1'])";

/// To what asks for it (`autofocus`, `data-focus`), else to the first thing that takes it, unless it is inside already.
pub fn into(element: &Element) {
    let wanted = element.query_selector("[autofocus], [data-focus]").ok().flatten();
    let first = || if is_in(element) { None } else { element.query_selector(FOCUSABLE).ok().flatten() };
    if let Some(target) = wanted.or_else(first) {
        to(&target);
    }
}

pub fn is_in(element: &Element) -> bool {
    document().active_element().is_some_and(|active| element.contains(Some(&active)))
}

pub fn to(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        _ = element.focus();
    }
}
