//! Which assets a list shows, in which order, and which page of them.

mod column;
mod order;
mod plain;
mod value;
pub(crate) mod visible;

use sea_query::{Condition, Expr, ExprTrait as _, SelectStatement};
use sx_model::{ListFilter, ListQuery, RoleId, UserId};

pub(crate) use column::{Kind, ListColumn};
pub(crate) use plain::PlainList;
pub(crate) use value::{contains, text as any_text, truth};

use crate::asset::AssetTable;
use crate::store::row_number;
use crate::{Result, StoreError};

/// An optional filter for each question that a list may be asked; built like `AssetFilter::new().search("sales").page(0, 25)`.
#[derive(Clone, Debug, Default)]
pub struct AssetFilter {
    visible_to: Option<Viewer>,
    sees_published: bool,
    asked_by: Option<UserId>,
    search: Option<String>,
    filters: Vec<ListFilter>,
    ids: Option<Vec<i64>>,
    order: Option<(String, bool)>,
    offset: u64,
    limit: Option<u64>,
}

/// Someone who does not see everything. What the role Public was given is seen by all of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Viewer {
    /// `None`: nobody signed in.
    pub user_id: Option<UserId>,
    pub role_ids: Vec<RoleId>,
}

impl AssetFilter {
    /// Everything, the last changed first.
    pub fn new() -> Self {
        Self::default()
    }

    /// Filters, order and page as a list's `q=` says.
    pub fn from_query(query: &ListQuery) -> Self {
        let filter = Self::new().filters(&query.filters).page(query.offset(), query.limit());
        match &query.order_column {
            Some(column) => filter.order_by(column, query.is_descending()),
            None => filter,
        }
    }

    /// `Some`: only what this person owns, what a role of theirs was granted, published dashboards that name such a role, and
    /// what follows from these: the datasets of a database or schema, the charts of a dataset, and published dashboards that
    /// name no role and show such a chart.
    pub fn visible_to(mut self, viewer: Option<Viewer>) -> Self {
        self.visible_to = viewer;
        self
    }

    /// A viewer that [`Self::visible_to`] names sees besides what is published.
    pub fn or_published(mut self) -> Self {
        self.sees_published = true;
        self
    }

    /// Who asks; filters such as `chart_created_by_me` mean this person.
    pub fn asked_by(mut self, user_id: UserId) -> Self {
        self.asked_by = Some(user_id);
        self
    }

    /// Name (or title, or slug) contains this, whatever its case.
    pub fn search(mut self, text: impl Into<String>) -> Self {
        self.search = Some(text.into());
        self
    }

    /// Adds filters; all must hold.
    pub fn filters(mut self, filters: &[ListFilter]) -> Self {
        self.filters.extend_from_slice(filters);
        self
    }

    /// Only these; for bulk deletion and export.
    pub fn ids(mut self, ids: impl IntoIterator<Item = i64>) -> Self {
        self.ids = Some(ids.into_iter().collect());
        self
    }

    /// By a column of the list, as the reference names it: `changed_on_delta_humanized`, `changed_by.first_name`.
    pub fn order_by(mut self, column: impl Into<String>, is_descending: bool) -> Self {
        self.order = Some((column.into(), is_descending));
        self
    }

    pub fn page(mut self, offset: u64, limit: u64) -> Self {
        self.offset = offset;
        self.limit = Some(limit);
        self
    }

    /// Adds WHERE.
    pub(crate) fn restrict(&self, table: &AssetTable, select: &mut SelectStatement) -> Result<()> {
        if let Some(viewer) = &self.visible_to {
            select.and_where(visible::is_visible(table, viewer, self.sees_published));
        }
        if let Some(text) = self.search.as_deref().filter(|text| !text.is_empty()) {
            let places = table.searched.iter().map(|column| contains(table.col(column), text));
            select.cond_where(places.fold(Condition::any(), Condition::add));
        }
        if let Some(ids) = &self.ids {
            select.and_where(table.col("id").is_in(ids.iter().copied()));
        }
        for filter in &self.filters {
            select.and_where(self.condition(table, filter)?);
        }
        Ok(())
    }

    /// Adds ORDER BY, LIMIT and OFFSET.
    pub(crate) fn paginate(&self, table: &AssetTable, select: &mut SelectStatement) -> Result<()> {
        let (column, is_descending) = match &self.order {
            Some((column, is_descending)) => (column.as_str(), *is_descending),
            None => ("changed_on", true),
        };
        order::order_by(table, select, column, is_descending)?;
        if let Some(limit) = self.limit {
            select.limit(row_number(limit)).offset(row_number(self.offset));
        }
        Ok(())
    }

    /// The person that `…_by_me` means.
    pub(crate) fn me(&self, filter: &ListFilter) -> Result<UserId> {
        let message = || format!("The filter “{}” needs someone who is signed in.", filter.opr);
        self.asked_by.ok_or_else(|| StoreError::bad_filter(message()))
    }

    fn condition(&self, table: &AssetTable, filter: &ListFilter) -> Result<Expr> {
        if let Some(special) = (table.special_filter)(filter, self)? {
            return Ok(special);
        }
        let column = ListColumn::find(table, &filter.col).ok_or_else(|| {
            let noun = table.noun.to_lowercase();
            StoreError::bad_filter(format!("A list of {noun}s cannot be filtered by “{}”.", filter.col))
        })?;
        column.condition(&table.col("id"), filter)
    }
}
