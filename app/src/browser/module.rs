//! Loading of ES modules on first use. `#[wasm_bindgen(module = …)]` would import them on every page.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = "export const import_module = url => import(url);")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn import_module(url: &str) -> Result<JsValue, JsValue>;
}

/// The browser keeps modules by address: the second call costs nothing.
pub async fn load<T: JsCast>(url: &str) -> Result<T, JsValue> {
    Ok(import_module(url).await?.unchecked_into())
}
