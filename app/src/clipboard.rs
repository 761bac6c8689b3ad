//! Texts for the clipboard.

use leptos::{prelude::*, task::spawn_local};

use crate::ui::{Toast, Toasts};

/// Says in a toast whether the browser took it.
pub fn copy(toasts: Toasts, text: String) {
    spawn_local(async move {
        let toast = if wrote(&text).await {
            Toast::good("Copied.")
        } else {
            Toast::bad("The browser refuses to copy: it does so for pages over HTTPS, after you allowed it.")
        };
        toasts.show(toast);
    });
}

/// For the address of a page of ours. Where the browser refuses, it is there to be read.
pub async fn copy_link(path: &str) -> Toast {
    let link = format!("{}{path}", window().location().origin().unwrap_or_default());
    let did = if wrote(&link).await { "Link copied" } else { "Link" };
    Toast::good(format!("{did}: {link}"))
}

#[cfg(feature = "hydrate")]
async fn wrote(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    // It is offered to secure pages only; a call into nothing would end the whole page's WASM.
    if AsRef::<wasm_bindgen::JsValue>::as_ref(&clipboard).is_undefined() {
        return false;
    }
    wasm_bindgen_futures::JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

#[cfg(not(feature = "hydrate"))]
async fn wrote(_text: &str) -> bool {
    false
}
