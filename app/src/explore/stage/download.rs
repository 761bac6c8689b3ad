//! Files out of the page.

#[cfg(not(feature = "hydrate"))]
pub fn download(_name: &str, _kind: &str, _text: &str) {}

#[cfg(feature = "hydrate")]
pub use browser::download;

#[cfg(feature = "hydrate")]
mod browser {
    use js_sys::Array;
    use leptos::prelude::*;
    use wasm_bindgen::JsCast as _;
    use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

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
