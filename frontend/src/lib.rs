//! The WASM door.

use leptos::{mount::hydrate_from_async, prelude::document};
use wasm_bindgen::{JsCast as _, prelude::wasm_bindgen};

/// Takes over the page. It resolves when that is done: the screen may be a chunk of its own that is still on its way.
#[wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    let Some(body) = document().body() else { return };
    hydrate_from_async(body.clone().unchecked_into(), app::App).await.forget();
    // Browser tests wait for it: until then clicks on what needs WASM would be lost.
    _ = body.set_attribute("data-hydrated", "true");
}
