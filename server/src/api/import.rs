//! `POST /api/v1/{dashboard,chart,dataset,database,assets}/import`: bundles come in by any of these doors, and say themselves
//! what they hold.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request, State, multipart::Field},
};
use schemars::JsonSchema;
use sx_model::AppError;
use sx_service::{ImportOptions, Service};

use super::wire::{self, Message};
use crate::{
    error::ApiResult,
    openapi::{ApiRouter, post},
    request::{FormRequest, Writer, too_large},
};

const BUNDLE_BYTES_MAX: usize = 64 << 20;
const KINDS: [&str; 5] = ["dashboard", "chart", "dataset", "database", "assets"];

pub fn router() -> ApiRouter {
    let import = || post(import_bundle).layer(DefaultBodyLimit::max(BUNDLE_BYTES_MAX));
    KINDS.iter().fold(ApiRouter::new(), |router, kind| router.route(&format!("/{kind}/import"), import()))
}

/// Multipart: `formData` (or `bundle`) is the archive, `passwords` and those of SSH tunnels JSON, `overwrite` true or false.
async fn import_bundle(
    State(service): State<Service>,
    Writer(caller): Writer,
    FormRequest(request, _): FormRequest<ImportForm>,
) -> ApiResult<Json<Message>> {
    let (archive, options) = read_import(request).await?;
    service.import_bundle(&caller, archive, options).await?;
    Ok(wire::ok())
}

/// The form, which is read by hand.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it tells the fields' names to the document")]
struct ImportForm {
    /// The archive: a ZIP of YAML files.
    #[schemars(rename = "formData")]
    #[schemars(extend("format" = "binary"))]
    form_data: Option<String>,
    /// Another name of it.
    #[schemars(extend("format" = "binary"))]
    bundle: Option<String>,
    /// `true` writes over what has the same UUID.
    #[schemars(default)]
    overwrite: bool,
    /// JSON: path of a database's file in the archive → its password.
    passwords: Option<String>,
    /// JSON: the same, for the password of its SSH tunnel.
    ssh_tunnel_passwords: Option<String>,
    ssh_tunnel_private_keys: Option<String>,
    ssh_tunnel_private_key_passwords: Option<String>,
}

async fn read_import(request: Request) -> Result<(Vec<u8>, ImportOptions), AppError> {
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|_| AppError::invalid("A multipart form with an archive is expected."))?;
    let (mut archive, mut options) = (None, ImportOptions::default());
    while let Some(field) = form.next_field().await.map_err(|_| too_large())? {
        match field.name().unwrap_or_default() {
            "formData" | "bundle" => archive = Some(field.bytes().await.map_err(|_| too_large())?.to_vec()),
            "overwrite" => options.overwrite = matches!(text(field).await?.as_str(), "true" | "True" | "1"),
            "passwords" => options.passwords = secrets(field).await?,
            "ssh_tunnel_passwords" => options.ssh_tunnel_passwords = secrets(field).await?,
            "ssh_tunnel_private_keys" => options.ssh_tunnel_private_keys = secrets(field).await?,
            "ssh_tunnel_private_key_passwords" => options.ssh_tunnel_private_key_passwords = secrets(field).await?,
            _ => {}
        }
    }
    let archive = archive.ok_or_else(|| AppError::invalid("formData: the archive is missing."))?;
    Ok((archive, options))
}

/// JSON, or nothing: file in the archive → secret.
async fn secrets(field: Field<'_>) -> Result<BTreeMap<String, String>, AppError> {
    let name = field.name().unwrap_or_default().to_owned();
    let text = text(field).await?;
    if text.trim().is_empty() {
        return Ok(BTreeMap::new());
    }
    let wrong = |_| AppError::invalid(format!("{name}: a JSON object of file names to passwords is expected."));
    serde_json::from_str(&text).map_err(wrong)
}

async fn text(field: Field<'_>) -> Result<String, AppError> {
    field.text().await.map_err(|_| too_large())
}
