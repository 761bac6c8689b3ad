use leptos::prelude::document;
use wasm_bindgen::JsCast;

/// Readable by the server, kept for a year.
pub fn write_cookie(name: &str, value: &str) {
    let document: web_sys::HtmlDocument = document().unchecked_into();
    _ = document.set_cookie(&format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax"));
}
