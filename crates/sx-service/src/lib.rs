#![doc = include_str!("../README.md")]

mod access;
mod audit;
mod auth;
pub mod bundle;
mod cache;
mod caller;
mod charts;
mod clock;
mod connect;
mod dashboard_editor;
mod dashboards;
mod databases;
mod datasets;
mod drafts;
mod examples;
mod explore;
mod explore_save;
mod export;
mod health;
mod import;
mod layout;
mod lists;
mod markdown;
mod meta;
mod permalinks;
mod pictures;
mod queries;
mod roles;
mod row_rules;
mod service;
mod sources;
mod times;
mod trash;
mod upload;
mod users;
mod warm_up;
mod write;
mod wrong;

pub use access::rights;
pub use audit::Activity;
pub use auth::{NewSession, SignIn};
pub use cache::{Body, CacheInvalidation, Encoding, NamedDatasource};
pub use caller::Caller;
pub use charts::ImageQuestion;
pub use clock::Clock;
pub use connect::{ConnectionDetails, ConnectionDraft, Engine, SshTunnelJson, Tested, TunnelDraft};
pub use databases::{DatabaseChange, MASK};
pub use datasets::{LoadedDataset, kind_of_type};
pub use drafts::{DRAFT_BYTES_MAX, NewDraft, SavedDraft};
pub use explore_save::{ExploredChart, PlaceChoice};
pub use health::Health;
pub use import::{ImportOptions, Imported};
pub use lists::ListRights;
pub use meta::DashboardWithCharts;
pub use permalinks::{DashboardPermalink, ExplorePermalink};
pub use queries::{
    BatchEntry, BatchForm, BatchId, BatchQuestion, BatchStream, ChartData, DashboardQuestion, Download, DownloadBody,
    Phases, Reply, StoredAnswer, StoredQuestion, Wants, wanted_format,
};
pub use row_rules::{NewRowRule, RowRuleChange};
pub use service::{Service, ServiceConfig, StartError};
pub use times::time_zones;
pub use trash::TrashQuestion;

pub use sx_connect::{IndexInfo, egress::FileFormat};
pub use sx_store::{AssetKind, AssetRef, FavoriteKind, Trashed};
pub use upload::{Incoming, UploadForm};
pub use users::{AccountChange, MyChange, NewAccount};
pub use warm_up::{ChartWarmUp, DatasetWarmUp, WarmedUp};
pub use write::{
    ChartChange, ColumnChange, DashboardChange, DashboardCopy, DatasetChange, DatasetDuplicate, MetricChange, NewChart,
    NewDatabase, NewDataset, RelatedObjects, SyncSummary, Usage,
};

use sx_model::{AppError, ErrorKind};
use sx_store::StoreError;

/// A broken rule of the store is the caller's to mend; anything else is ours, and only the log learns of it.
pub(crate) fn store_error(error: StoreError) -> AppError {
    match error {
        StoreError::Conflict { message } => AppError::new(ErrorKind::Conflict, message),
        StoreError::BadFilter { message } | StoreError::BadValue { message } => AppError::invalid(message),
        StoreError::NotFound { what } => AppError::not_found(what),
        // The operator can mend it, and the sentence says how.
        StoreError::Sealed { message } => AppError::new(ErrorKind::Internal, message),
        other => {
            tracing::error!(error = %other, "the metadata store failed");
            AppError::internal()
        }
    }
}
