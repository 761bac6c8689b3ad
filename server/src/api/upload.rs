//! `POST /api/v1/database/upload_metadata`, `/api/v1/database/{id}/upload`, and `/api/v1/database/upload` for those who leave
//! the choice of the database to us.

use axum::{
    Json, Router,
    extract::{
        DefaultBodyLimit, FromRequest as _, Multipart, Request, State,
        multipart::{Field, MultipartError},
    },
    http::StatusCode,
    response::IntoResponse,
    routing::post,
};
use serde_json::json;
use sx_model::{AppError, DatabaseId};
use sx_service::{Caller, Service, UploadForm};

use crate::{
    error::ApiResult,
    request::{Id, Writer, too_large},
    router::AppState,
};

/// Of all fields but the file.
const FIELDS_BYTES_MAX: usize = 4 << 20;

pub fn router() -> Router<AppState> {
    // The file has a limit of its own, counted while it arrives.
    Router::new()
        .route("/database/upload_metadata", post(upload_metadata))
        .route("/database/upload", post(upload))
        .route("/database/{id}/upload", post(upload_into))
        .layer(DefaultBodyLimit::disable())
}

async fn upload_metadata(
    State(service): State<Service>,
    Writer(caller): Writer,
    request: Request,
) -> ApiResult<impl IntoResponse> {
    let form = read_form(&service, &caller, request).await?;
    Ok(Json(json!({ "result": service.preview_upload(&caller, form).await? })))
}

async fn upload(State(service): State<Service>, Writer(caller): Writer, request: Request) -> ApiResult<impl IntoResponse> {
    let form = read_form(&service, &caller, request).await?;
    let table = service.upload(&caller, None, form).await?;
    Ok((StatusCode::CREATED, Json(json!({ "message": "OK", "result": table }))))
}

async fn upload_into(
    State(service): State<Service>,
    Writer(caller): Writer,
    Id(id): Id,
    request: Request,
) -> ApiResult<impl IntoResponse> {
    let form = read_form(&service, &caller, request).await?;
    let table = service.upload(&caller, Some(DatabaseId(id)), form).await?;
    Ok((StatusCode::CREATED, Json(json!({ "message": "OK", "result": table }))))
}

/// Whether they may is asked before the form is looked at.
async fn read_form(service: &Service, caller: &Caller, request: Request) -> Result<UploadForm, AppError> {
    let mut file = service.begin_upload(caller).await?;
    let multipart = Multipart::from_request(request, &()).await;
    let mut multipart = multipart.map_err(|_| AppError::invalid("A multipart form with a file is expected."))?;
    let mut form = UploadForm::default();
    let mut left = FIELDS_BYTES_MAX;
    let mut has_file = false;
    while let Some(mut field) = multipart.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" && !has_file {
            has_file = true;
            form.file_name = field.file_name().unwrap_or_default().to_owned();
            while let Some(piece) = field.chunk().await.map_err(broken)? {
                file.write(&piece).await?;
            }
        } else {
            let value = text(field, &mut left).await?;
            form.fields.push((name, value));
        }
    }
    form.file = has_file.then_some(file);
    Ok(form)
}

async fn text(mut field: Field<'_>, left: &mut usize) -> Result<String, AppError> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(broken)? {
        *left = left.checked_sub(piece.len()).ok_or_else(too_large)?;
        bytes.extend_from_slice(&piece);
    }
    String::from_utf8(bytes).map_err(|_| AppError::invalid("A field of the form is not UTF-8."))
}

fn broken(_: MultipartError) -> AppError {
    AppError::invalid("The form broke off or is no multipart form.")
}
