//! Out of the page: the clipboard, files.

#[cfg(not(feature = "hydrate"))]
pub fn copy(_text: &str) {}

#[cfg(not(feature = "hydrate"))]
pub fn download(_name: &str, _kind: &str, _text: &str) {}

#[cfg(feature = "hydrate")]
pub use browser::{copy, download};

#[cfg(feature = "hydrate")]
mod browser {
    use js_sys::Array;
    use leptos::prelude::*;
    use wasm_bindgen::JsCast as _;
    use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

    /// Browsers answer later whether they allow it; there is nothing to do when they do not.
    pub fn copy(text: &str) {
        _ = window().navigator().clipboard().write_text(text);
    }

    /// As if somebody had clicked on a link to the file.
    pub fn download(name: &str, kind: &str, text: &str) {
        let options = BlobPropertyBag::new();
        options.set_type(kind);
        let parts = Array::of1(&text.into());
        let Ok(blob) = Blob::new_with_str_sequence_and_options(&parts, &options) else { return };
        let Ok(url) = Url::create_object_url_with_blob(&blob) else { return };
        let link = document().create_element("a").ok().and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
        if let Some(link) = link {
            link.set_href(&url);
            link.set_download(name);
            link.click();
        }
        _ = Url::revoke_object_url(&url);
    }
}
