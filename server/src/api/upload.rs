//! `POST /api/v1/database/upload_metadata`, `/api/v1/database/{id}/upload`, and `/api/v1/database/upload` for those who leave
//! the choice of the database to us.

use axum::{
    Json,
    extract::{
        DefaultBodyLimit, FromRequest as _, Multipart, Request, State,
        multipart::{Field, MultipartError},
    },
};
use schemars::JsonSchema;
use sx_model::{AppError, DatabaseId, UploadPreview, UploadedTable};
use sx_service::{Caller, Service, UploadForm};

use super::wire::{self, Answer, Done};
use crate::{
    answer::Created,
    error::ApiResult,
    openapi::{ApiRouter, post},
    request::{FormRequest, Id, Writer, too_large},
};

/// Of all fields but the file.
const FIELDS_BYTES_MAX: usize = 4 << 20;

pub fn router() -> ApiRouter {
    // The file has a limit of its own, counted while it arrives.
    ApiRouter::new()
        .route("/database/upload_metadata", post(upload_metadata).named("preview_upload"))
        .route("/database/upload", post(upload).named("upload_file"))
        .route("/database/{id}/upload", post(upload_into).named("upload_file_into_database"))
        .layer(DefaultBodyLimit::disable())
}

/// How the file is to be read. The form is read by hand, in the reference's names and ours.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it tells the fields' names to the document")]
struct FileFields {
    #[schemars(extend("format" = "binary"))]
    file: String,
    /// `csv`, `excel`, `columnar` or `json`; by the file's name where it is absent.
    #[schemars(rename = "type")]
    kind: Option<String>,
    delimiter: Option<String>,
    encoding: Option<String>,
    decimal_character: Option<String>,
    day_first: Option<bool>,
    /// Counts from 0; -1 for a file without one.
    header_row: Option<i64>,
    skip_rows: Option<u64>,
    rows_to_read: Option<u64>,
    skip_initial_space: Option<bool>,
    /// A JSON list, or texts with commas between them, as are the other lists.
    null_values: Option<String>,
    sheet_name: Option<String>,
}

/// And what becomes of it.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it tells the fields' names to the document")]
struct TableFields {
    #[schemars(flatten)]
    file: FileFields,
    table_name: String,
    schema: Option<String>,
    /// `fail`, `replace` or `append`.
    already_exists: Option<String>,
    /// What becomes of rows with values that are not of their column's type.
    bad_rows: Option<String>,
    /// All columns with their types, as JSON; else the guesses, and the two lists below.
    columns: Option<String>,
    columns_read: Option<String>,
    column_dates: Option<String>,
    column_data_types: Option<String>,
}

async fn upload_metadata(
    State(service): State<Service>,
    Writer(caller): Writer,
    FormRequest(request, _): FormRequest<FileFields>,
) -> ApiResult<Json<Answer<UploadPreview>>> {
    let form = read_form(&service, &caller, request).await?;
    Ok(wire::answer(service.preview_upload(&caller, form).await?))
}

async fn upload(
    State(service): State<Service>,
    Writer(caller): Writer,
    FormRequest(request, _): FormRequest<TableFields>,
) -> ApiResult<Created<Done<UploadedTable>>> {
    let form = read_form(&service, &caller, request).await?;
    let table = service.upload(&caller, None, form).await?;
    Ok(Created(wire::done(table)))
}

async fn upload_into(
    State(service): State<Service>,
    Writer(caller): Writer,
    Id(id): Id,
    FormRequest(request, _): FormRequest<TableFields>,
) -> ApiResult<Created<Done<UploadedTable>>> {
    let form = read_form(&service, &caller, request).await?;
    let table = service.upload(&caller, Some(DatabaseId(id)), form).await?;
    Ok(Created(wire::done(table)))
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
