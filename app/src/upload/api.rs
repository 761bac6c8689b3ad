use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

use crate::Failure;

/// Where the caller's files may go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Targets {
    /// Id and name; none before the first upload, which makes one.
    pub databases: Vec<(i64, String)>,
    /// How large a file may be, in MB.
    pub most_megabytes: u64,
}

/// Forbidden to those who may not upload.
#[server(prefix = "/fn", endpoint = "upload_targets", input = GetUrl)]
pub async fn upload_targets() -> Result<Targets, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let databases = service.upload_databases(&caller).await.map_err(crate::ctx::fail)?;
    Ok(Targets {
        databases: databases.into_iter().map(|it| (it.id.0, it.fields.database_name)).collect(),
        most_megabytes: service.upload_megabytes(),
    })
}
