//! The binding of `js/charts.ts`.

use leptos::prelude::document;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    pub type ChartsModule;

    #[wasm_bindgen(method, catch)]
    pub fn init(this: &ChartsModule, element: &web_sys::Element, theme: &str) -> Result<Chart, JsValue>;

    #[derive(Clone)]
    pub type Chart;

    #[wasm_bindgen(method, catch, js_name = setOption)]
    pub fn set_option(this: &Chart, option: &JsValue) -> Result<(), JsValue>;

    #[wasm_bindgen(method, js_name = setTheme)]
    pub fn set_theme(this: &Chart, theme: &str);

    #[wasm_bindgen(method)]
    pub fn resize(this: &Chart);

    #[wasm_bindgen(method)]
    pub fn on(this: &Chart, event: &str, callback: &js_sys::Function);

    #[wasm_bindgen(method)]
    pub fn dispose(this: &Chart);
}

impl ChartsModule {
    /// Its address, with the hash of its content, is on `<html>`.
    pub async fn load() -> Result<Self, JsValue> {
        let root = document().document_element();
        let url = root.and_then(|root| root.get_attribute("data-charts")).ok_or("no address of the chart module")?;
        super::module::load(&url).await
    }
}
