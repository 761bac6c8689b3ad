use leptos::{prelude::*, server_fn::codec::GetUrl};

use super::model::{Operation, OperationLine};
use crate::Failure;

/// All operations, by tag and path.
#[server(prefix = "/fn", endpoint = "api_operations", input = GetUrl)]
pub async fn api_operations() -> Result<Vec<OperationLine>, Failure> {
    let document = super::document::read()?;
    Ok(document.lines())
}

/// One operation with all that it takes and answers; 404 for none of that id.
#[server(prefix = "/fn", endpoint = "api_operation", input = GetUrl)]
pub async fn api_operation(id: String) -> Result<Operation, Failure> {
    let document = super::document::read()?;
    document.operation(&id).map_err(crate::ctx::fail)
}
