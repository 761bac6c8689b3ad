//! The lists of the screens: one shape for all kinds, with what the caller may do with each row.

use std::collections::{HashMap, HashSet};

use sx_model::{AppError, AssetRow, Audit, Chart, Dashboard, Dataset, ListQuery, Page, Result, UserSummary};
use sx_store::{AssetKind, FavoriteKind};

use crate::{
    Caller, Service,
    access::{Action, Allow, Subject},
    store_error,
};

/// What a person may do with the rows of one list; `Own` asks each row for its owners.
struct May {
    change: Action,
    delete: Action,
    create: bool,
}

/// What somebody may do around a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListRights {
    pub may_create: bool,
    pub may_import: bool,
    /// Names of people, to filter by owner.
    pub may_list_people: bool,
}

impl Service {
    pub fn list_rights(&self, caller: &Caller, kind: AssetKind) -> ListRights {
        let may = |action| caller.allowed(action) == Allow::Always;
        let create = match kind {
            AssetKind::Database => Action::CreateDatabase,
            AssetKind::Dataset => Action::CreateDataset,
            AssetKind::Chart => Action::CreateChart,
            AssetKind::Dashboard => Action::CreateDashboard,
        };
        ListRights {
            may_create: may(create),
            may_import: may(Action::ImportBundles),
            may_list_people: may(Action::ListPeople),
        }
    }

    /// Dashboards, charts or datasets; `search` looks into names. `Invalid` for databases, whose list shows other things.
    pub async fn list_rows(
        &self,
        caller: &Caller,
        kind: AssetKind,
        query: &ListQuery,
        search: &str,
    ) -> Result<Page<AssetRow>> {
        let filter = self.asset_filter(caller, kind, query)?.search(search);
        match kind {
            AssetKind::Dashboard => {
                let page = self.store.list_dashboards(&filter).await.map_err(store_error)?;
                self.dashboards_as_rows(caller, page).await
            }
            AssetKind::Chart => {
                let page = self.store.list_charts(&filter).await.map_err(store_error)?;
                self.charts_as_rows(caller, page).await
            }
            AssetKind::Dataset => {
                let page = self.store.list_datasets(&filter).await.map_err(store_error)?;
                self.datasets_as_rows(caller, page).await
            }
            AssetKind::Database => Err(AppError::invalid("Databases have a list of their own.")),
        }
    }

    async fn dashboards_as_rows(&self, caller: &Caller, page: Page<Dashboard>) -> Result<Page<AssetRow>> {
        let ids: Vec<_> = page.items.iter().map(|one| one.id.0).collect();
        let marked = self.marked(caller, FavoriteKind::Dashboard, &ids).await?;
        let may = May {
            change: Action::UpdateDashboard,
            delete: Action::DeleteDashboard,
            create: caller.allowed(Action::CreateDashboard) == Allow::Always,
        };
        let row = |dashboard: Dashboard| {
            let is_favorite = marked.as_ref().map(|marked| marked.contains(&dashboard.id.0));
            let row = may.row(caller, &dashboard, dashboard.id.0, &dashboard.owners, &dashboard.audit);
            let fields = dashboard.fields;
            AssetRow {
                name: fields.dashboard_title,
                slug: fields.slug,
                published: Some(fields.published),
                certified_by: fields.certified_by.filter(|text| !text.is_empty()),
                is_favorite,
                ..row
            }
        };
        Ok(Page { count: page.count, items: page.items.into_iter().map(row).collect() })
    }

    async fn charts_as_rows(&self, caller: &Caller, page: Page<Chart>) -> Result<Page<AssetRow>> {
        let ids: Vec<_> = page.items.iter().map(|one| one.id.0).collect();
        let marked = self.marked(caller, FavoriteKind::Chart, &ids).await?;
        let parents: Vec<_> = page.items.iter().filter_map(|chart| chart.dataset_id).map(|id| id.0).collect();
        let names = self.names(AssetKind::Dataset, &parents).await?;
        let may = May {
            change: Action::UpdateChart,
            delete: Action::DeleteChart,
            create: caller.allowed(Action::CreateChart) == Allow::Always,
        };
        let row = |chart: Chart| {
            let is_favorite = marked.as_ref().map(|marked| marked.contains(&chart.id.0));
            let row = may.row(caller, &chart, chart.id.0, &chart.owners, &chart.audit);
            let fields = chart.fields;
            AssetRow {
                name: fields.slice_name,
                kind: Some(fields.viz_type),
                parent: chart.dataset_id.and_then(|id| names.get(&id.0).cloned()),
                certified_by: fields.certified_by.filter(|text| !text.is_empty()),
                is_favorite,
                ..row
            }
        };
        Ok(Page { count: page.count, items: page.items.into_iter().map(row).collect() })
    }

    async fn datasets_as_rows(&self, caller: &Caller, page: Page<Dataset>) -> Result<Page<AssetRow>> {
        let parents: Vec<_> = page.items.iter().map(|dataset| dataset.database_id.0).collect();
        let names = self.names(AssetKind::Database, &parents).await?;
        let may = May {
            change: Action::UpdateDataset,
            delete: Action::DeleteDataset,
            create: caller.allowed(Action::CreateDataset) == Allow::Always,
        };
        let row = |dataset: Dataset| {
            let row = may.row(caller, &dataset, dataset.id.0, &dataset.owners, &dataset.audit);
            let fields = dataset.fields;
            let is_virtual = fields.sql.as_deref().is_some_and(|sql| !sql.trim().is_empty());
            AssetRow {
                name: fields.table_name,
                kind: Some(if is_virtual { "virtual" } else { "physical" }.to_owned()),
                parent: names.get(&dataset.database_id.0).cloned(),
                schema: fields.schema.filter(|schema| !schema.is_empty()),
                // A table has one dataset.
                may_duplicate: row.may_duplicate && is_virtual,
                ..row
            }
        };
        Ok(Page { count: page.count, items: page.items.into_iter().map(row).collect() })
    }

    /// `None` for who cannot mark anything.
    async fn marked(&self, caller: &Caller, kind: FavoriteKind, ids: &[i64]) -> Result<Option<HashSet<i64>>> {
        let Some(user_id) = caller.user_id().filter(|_| caller.allowed(Action::MarkFavorites) == Allow::Always) else {
            return Ok(None);
        };
        let marked = self.store.favorites_among(user_id, kind, ids).await.map_err(store_error)?;
        Ok(Some(marked.into_iter().collect()))
    }

    async fn names(&self, kind: AssetKind, ids: &[i64]) -> Result<HashMap<i64, String>> {
        self.store.asset_names(kind, ids).await.map_err(store_error)
    }
}

impl May {
    /// What all kinds have in common; the rest is the caller's to fill in.
    fn row<'a>(
        &self,
        caller: &Caller,
        asset: impl Into<Subject<'a>>,
        id: i64,
        owners: &[UserSummary],
        audit: &Audit,
    ) -> AssetRow {
        let ties = asset.into().ties(caller);
        let may = |action| caller.allowed(action).reaches(ties);
        AssetRow {
            id,
            name: String::new(),
            slug: None,
            published: None,
            kind: None,
            parent: None,
            schema: None,
            certified_by: None,
            owners: owners.iter().map(full_name).collect(),
            changed_by: audit.changed_by.as_ref().map(full_name),
            changed_on: audit.changed_on,
            is_favorite: None,
            may_change: may(self.change),
            may_delete: may(self.delete),
            may_duplicate: self.create,
        }
    }
}

fn full_name(user: &UserSummary) -> String {
    format!("{} {}", user.first_name, user.last_name).trim().to_owned()
}
