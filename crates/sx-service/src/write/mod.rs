//! Assets are made, changed and removed. Each use case: who may (the table of [`crate::access`]), what is wrong with it (all
//! at once), then one transaction with the row of the audit log in it.

mod chart;
mod copy;
mod dashboard;
mod database;
mod dataset;
mod duplicate;
mod favorites;
mod links;
mod people;
mod related;
mod stale;

pub(crate) use people::roles as known_roles;

pub use chart::{ChartChange, NewChart};
pub use copy::DashboardCopy;
pub use dashboard::DashboardChange;
pub use database::NewDatabase;
pub use dataset::{ColumnChange, DatasetChange, MetricChange, NewDataset, SyncSummary};
pub use duplicate::DatasetDuplicate;
pub use related::{RelatedObjects, Usage};

/// The reference's columns are as long; a name that does not fit there could not be exported to it.
const LONGEST_NAME: usize = 250;
