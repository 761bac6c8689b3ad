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

/// Splitting lays out the data of each chunk anew and rounds up where it begins. If all of it is longer then than it was, the
/// splitter leaves the data of all chunks in the first file (90 KB of it compressed), and says so in a warning that
/// cargo-leptos does not show. Nothing refers to this, so it falls away, which makes room for the rounding.
#[used]
static ROOM_FOR_ROUNDING: [u8; 4096] = [1; 4096];
