//! The binding of `js/editor.ts`.

use leptos::prelude::document;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, HtmlTextAreaElement};

#[wasm_bindgen]
extern "C" {
    pub type EditorModule;

    #[wasm_bindgen(method, getter, js_name = Editor)]
    fn editor(this: &EditorModule) -> js_sys::Function;

    #[derive(Clone)]
    pub type Editor;

    #[wasm_bindgen(method, js_name = setText)]
    pub fn set_text(this: &Editor, text: &str);

    #[wasm_bindgen(method, js_name = setNames)]
    pub fn set_names(this: &Editor, names: &JsValue);

    #[wasm_bindgen(method, js_name = setProblems)]
    pub fn set_problems(this: &Editor, problems: &JsValue);

    #[wasm_bindgen(method, js_name = setReadonly)]
    pub fn set_readonly(this: &Editor, readonly: bool);

    #[wasm_bindgen(method)]
    pub fn focus(this: &Editor);

    #[wasm_bindgen(method)]
    pub fn destroy(this: &Editor);
}

impl EditorModule {
    /// Its address, with the hash of its content, is on `<html>`.
    pub async fn load() -> Result<Self, JsValue> {
        let root = document().document_element();
        let url = root.and_then(|root| root.get_attribute("data-editor")).ok_or("no address of the editor module")?;
        super::module::load(&url).await
    }

    /// An editor in the place of a textarea. `options` is the interface `Options` of js/editor.ts.
    pub fn create(&self, area: &HtmlTextAreaElement, options: &JsValue) -> Result<Editor, JsValue> {
        let arguments = js_sys::Array::of2(area, options);
        Ok(js_sys::Reflect::construct(&self.editor(), &arguments)?.unchecked_into())
    }
}

/// The nonce that the page's own styles carry. Browsers hide the attribute, not the property.
pub fn page_nonce() -> String {
    let script = document().query_selector("script[nonce]").ok().flatten();
    script.and_then(|script| script.dyn_into::<HtmlElement>().ok()).map(|script| script.nonce()).unwrap_or_default()
}
