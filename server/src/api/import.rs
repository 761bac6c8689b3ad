//! `POST /api/v1/{dashboard,chart,dataset,database,assets}/import`: bundles come in by any of these doors, and say themselves
//! what they hold.

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Multipart, State, multipart::Field},
    routing::post,
};
use serde_json::{Value, json};
use sx_model::AppError;
use sx_service::{ImportOptions, Service};

use crate::{
    error::ApiResult,
    request::{Writer, too_large},
    router::AppState,
};

const BUNDLE_BYTES_MAX: usize = 64 << 20;
const KINDS: [&str; 5] = ["dashboard", "chart", "dataset", "database", "assets"];

pub fn router() -> Router<AppState> {
    let import = || post(import_bundle).layer(DefaultBodyLimit::max(BUNDLE_BYTES_MAX));
    KINDS.iter().fold(Router::new(), |router, kind| router.route(&format!("/{kind}/import"), import()))
}

/// Multipart: `formData` (or `bundle`) is the archive, `passwords` JSON, `overwrite` true or false.
async fn import_bundle(
    State(service): State<Service>,
    Writer(caller): Writer,
    form: Multipart,
) -> ApiResult<Json<Value>> {
    let (archive, options) = read_import(form).await?;
    service.import_bundle(&caller, archive, options).await?;
    Ok(Json(json!({ "message": "OK" })))
}

async fn read_import(mut form: Multipart) -> Result<(Vec<u8>, ImportOptions), AppError> {
    let (mut archive, mut options) = (None, ImportOptions::default());
    while let Some(field) = form.next_field().await.map_err(|_| too_large())? {
        match field.name().unwrap_or_default() {
            "formData" | "bundle" => archive = Some(field.bytes().await.map_err(|_| too_large())?.to_vec()),
            "overwrite" => options.overwrite = matches!(text(field).await?.as_str(), "true" | "True" | "1"),
            "passwords" => {
                let text = text(field).await?;
                if !text.trim().is_empty() {
                    options.passwords = serde_json::from_str(&text).map_err(|_| {
                        AppError::invalid("passwords: a JSON object of file names to passwords is expected.")
                    })?;
                }
            }
            _ => {}
        }
    }
    let archive = archive.ok_or_else(|| AppError::invalid("formData: the archive is missing."))?;
    Ok((archive, options))
}

async fn text(field: Field<'_>) -> Result<String, AppError> {
    field.text().await.map_err(|_| too_large())
}
