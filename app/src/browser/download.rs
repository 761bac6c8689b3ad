use gloo_net::http::Request;
use js_sys::{Array, Uint8Array};
use leptos::prelude::document;
use sx_model::ErrorKind;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, HtmlAnchorElement, Url};

use crate::Failure;

/// Saves what an address answers as a file, under the name that it says. What it refuses is an error with its sentence.
pub async fn download(url: &str) -> Result<(), Failure> {
    let answer = Request::get(url).send().await.map_err(|_| Failure::unreachable())?;
    if !answer.ok() {
        let refused = answer.json::<Refused>().await.ok().map(|body| Failure::new(ErrorKind::Invalid, body.message));
        return Err(refused.unwrap_or_else(|| Failure::of_status(answer.status())));
    }
    let disposition = answer.headers().get("content-disposition").unwrap_or_default();
    let name = disposition.split_once("filename=").map_or("export.zip", |(_, name)| name.trim_matches('"')).to_owned();
    let bytes = answer.binary().await.map_err(|_| Failure::unreachable())?;
    save(&bytes, &name).map_err(|_| Failure::new(ErrorKind::Internal, "The file could not be saved."))
}

#[derive(serde::Deserialize)]
struct Refused {
    message: String,
}

fn save(bytes: &[u8], name: &str) -> Result<(), JsValue> {
    let blob = Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes)))?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&url)
}
