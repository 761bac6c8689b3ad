//! An asset as far as rights are concerned.

use sx_model::{Chart, Dashboard, Database, Dataset, UserSummary};
use sx_store::{AssetKind, AssetRef};

use super::{Action, rights::Ties};
use crate::Caller;

#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub asset: AssetRef,
    owners: &'a [UserSummary],
    is_published: bool,
}

impl<'a> Subject<'a> {
    fn new(asset: AssetRef, owners: &'a [UserSummary]) -> Self {
        Self { asset, owners, is_published: false }
    }

    pub fn noun(self) -> &'static str {
        match self.asset.kind() {
            AssetKind::Database => "Database",
            AssetKind::Dataset => "Dataset",
            AssetKind::Chart => "Chart",
            AssetKind::Dashboard => "Dashboard",
        }
    }

    pub fn read_action(self) -> Action {
        read_action(self.asset.kind())
    }

    /// All but the grants, which have to be asked for.
    pub fn ties(self, caller: &Caller) -> Ties {
        Ties {
            owns: caller.user_id().is_some_and(|id| self.owners.iter().any(|owner| owner.id == id)),
            is_granted: false,
            is_published: self.is_published,
        }
    }
}

pub(super) fn read_action(kind: AssetKind) -> Action {
    match kind {
        AssetKind::Database => Action::ReadDatabase,
        AssetKind::Dataset => Action::ReadDataset,
        AssetKind::Chart => Action::ReadChart,
        AssetKind::Dashboard => Action::ReadDashboard,
    }
}

impl From<&Database> for Subject<'_> {
    fn from(database: &Database) -> Self {
        Self::new(AssetRef::Database(database.id), &[])
    }
}

impl<'a> From<&'a Dataset> for Subject<'a> {
    fn from(dataset: &'a Dataset) -> Self {
        Self::new(AssetRef::Dataset(dataset.id), &dataset.owners)
    }
}

impl<'a> From<&'a Chart> for Subject<'a> {
    fn from(chart: &'a Chart) -> Self {
        Self::new(AssetRef::Chart(chart.id), &chart.owners)
    }
}

impl<'a> From<&'a Dashboard> for Subject<'a> {
    fn from(dashboard: &'a Dashboard) -> Self {
        let is_published = dashboard.fields.published;
        Self { is_published, ..Self::new(AssetRef::Dashboard(dashboard.id), &dashboard.owners) }
    }
}
