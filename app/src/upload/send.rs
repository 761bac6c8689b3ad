//! The file goes to the REST API: a server function would hold it in memory.

use sx_model::BadRows;
#[cfg(not(feature = "hydrate"))]
use sx_model::{UploadPreview, UploadedTable};

use super::state::Upload;
use crate::Failure;

/// Why a file was not taken.
#[derive(Debug, Default, PartialEq)]
pub struct Refusal {
    pub message: String,
    pub bad_rows: Option<BadRows>,
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self { message: failure.message, bad_rows: None }
    }
}

#[cfg(feature = "hydrate")]
pub use browser::{preview, upload};

/// The server has no file to send.
#[cfg(not(feature = "hydrate"))]
pub async fn preview(_: Upload, _: &str) -> Result<UploadPreview, Refusal> {
    Err(Failure::unreachable().into())
}

#[cfg(not(feature = "hydrate"))]
pub async fn upload(_: Upload, _: &str) -> Result<UploadedTable, Refusal> {
    Err(Failure::unreachable().into())
}

/// Reads the API's error: the sentence, and the rows that do not fit.
#[cfg(any(feature = "hydrate", test))]
fn refusal(body: &str) -> Option<Refusal> {
    let mut body: serde_json::Value = serde_json::from_str(body).ok()?;
    let bad_rows = serde_json::from_value(body["errors"][0]["extra"]["bad_rows"].take()).ok();
    Some(Refusal { message: body["message"].as_str()?.to_owned(), bad_rows })
}

#[cfg(feature = "hydrate")]
mod browser {
    use gloo_net::http::Request;
    use leptos::prelude::*;
    use serde::{Deserialize, de::DeserializeOwned};
    use sx_model::{ErrorKind, UploadPreview, UploadedTable};
    use wasm_bindgen::JsValue;
    use web_sys::FormData;

    use super::{Refusal, Upload, refusal};
    use crate::Failure;

    #[derive(Deserialize)]
    struct Answer<T> {
        result: T,
    }

    pub async fn preview(upload: Upload, csrf_token: &str) -> Result<UploadPreview, Refusal> {
        let form = form(upload).map_err(|_| unreadable())?;
        post("/api/v1/database/upload_metadata/", form, csrf_token).await
    }

    pub async fn upload(upload: Upload, csrf_token: &str) -> Result<UploadedTable, Refusal> {
        let form = form(upload).and_then(|form| add_table(upload, form)).map_err(|_| unreadable())?;
        let url = match upload.database.get_untracked() {
            Some(id) => format!("/api/v1/database/{id}/upload/"),
            None => "/api/v1/database/upload/".to_owned(),
        };
        post(&url, form, csrf_token).await
    }

    async fn post<T: DeserializeOwned>(url: &str, form: FormData, csrf_token: &str) -> Result<T, Refusal> {
        let request = Request::post(url).header("X-CSRFToken", csrf_token);
        let answer = request.body(form).map_err(|_| Failure::unreachable())?.send().await;
        let answer = answer.map_err(|_| Failure::unreachable())?;
        let text = answer.text().await.map_err(|_| Failure::unreachable())?;
        if !answer.ok() {
            return Err(refusal(&text).unwrap_or_else(|| Failure::of_status(answer.status()).into()));
        }
        serde_json::from_str::<Answer<T>>(&text).map(|answer| answer.result).map_err(|_| Failure::of_status(500).into())
    }

    /// How the file is to be read, and the file, which comes last: the server knows by then what it is for.
    fn form(upload: Upload) -> Result<FormData, JsValue> {
        let form = FormData::new()?;
        let reading = upload.reading.get_untracked();
        for (name, text) in [
            ("delimiter", &reading.delimiter),
            ("encoding", &reading.encoding),
            ("decimal_character", &reading.decimal),
        ] {
            if !text.is_empty() {
                form.append_with_str(name, text)?;
            }
        }
        form.append_with_str("header_row", if reading.has_header { "0" } else { "-1" })?;
        let file = upload.file.get_value().ok_or(JsValue::NULL)?;
        form.append_with_blob_and_filename("file", &file, &file.name())?;
        Ok(form)
    }

    fn add_table(upload: Upload, form: FormData) -> Result<FormData, JsValue> {
        let taken: Vec<_> = upload.columns.get_untracked().into_iter().filter(|column| column.is_taken).collect();
        let columns = serde_json::to_string(&taken).unwrap_or_default();
        let sheet = upload.reading.with_untracked(|reading| reading.sheet.clone()).unwrap_or_default();
        let day_first = upload.preview.with_untracked(|it| it.as_ref().is_some_and(|preview| preview.day_first));
        for (name, text) in [
            ("table_name", upload.table_name.get_untracked().as_str()),
            ("already_exists", upload.already_exists.get_untracked().as_str()),
            ("bad_rows", upload.bad_rows.get_untracked().as_str()),
            ("columns", &columns),
            ("sheet_name", &sheet),
            ("day_first", if day_first { "true" } else { "false" }),
        ] {
            if !text.is_empty() {
                form.append_with_str(name, text)?;
            }
        }
        Ok(form)
    }

    fn unreadable() -> Failure {
        Failure::new(ErrorKind::Invalid, "The file could not be read. Choose it again.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_do_not_fit_are_read_from_the_error() {
        let body = r#"{"message": "1 row does not fit.", "errors": [{"extra": {"bad_rows": {"count": 1,
            "rows": [{"row": 3, "column": "a", "value": "x", "reason": "It is no integer."}]}}}]}"#;
        let refusal = refusal(body).unwrap();
        assert_eq!(refusal.bad_rows.unwrap().rows[0].row, 3);
        let plain = super::refusal(r#"{"message": "No.", "errors": [{"extra": {}}]}"#).unwrap();
        assert_eq!(plain, Refusal { message: "No.".into(), bad_rows: None });
    }
}
