//! Charts and dashboards that a person marked. No change of the asset, so the audit log does not tell of it.

use std::collections::HashSet;

use sx_model::{AppError, ChartId, DashboardId, Result, UserId};
use sx_store::FavoriteKind;

use crate::{Caller, Service, access::Action, store_error};

impl Service {
    /// Marks a chart that the caller may see, or takes the mark away.
    pub async fn mark_chart(&self, caller: &Caller, id: ChartId, is_favorite: bool) -> Result<()> {
        let user = self.marker(caller)?;
        let chart = self.load_chart(id).await?;
        if !self.may_see_chart(caller, &chart).await? {
            return Err(AppError::not_found("Chart"));
        }
        self.mark(user, FavoriteKind::Chart, id.0, is_favorite).await
    }

    /// Marks a dashboard that the caller may open, or takes the mark away.
    pub async fn mark_dashboard(&self, caller: &Caller, id_or_slug: &str, is_favorite: bool) -> Result<()> {
        let user = self.marker(caller)?;
        let id = self.open_dashboard(caller, id_or_slug).await?.dashboard.id;
        self.mark(user, FavoriteKind::Dashboard, id.0, is_favorite).await
    }

    /// For each id, in the order of the question, whether the caller marked it.
    pub async fn favorites_among(&self, caller: &Caller, kind: FavoriteKind, ids: &[i64]) -> Result<Vec<(i64, bool)>> {
        caller.require_user()?;
        let marked = match caller.user_id() {
            Some(user) => self.store.favorites_among(user, kind, ids).await.map_err(store_error)?,
            None => Vec::new(),
        };
        let marked: HashSet<i64> = marked.into_iter().collect();
        Ok(ids.iter().map(|id| (*id, marked.contains(id))).collect())
    }

    /// Nobody but a person has favourites.
    pub(crate) async fn is_favorite_dashboard(&self, caller: &Caller, id: DashboardId) -> Result<bool> {
        let Some(user) = caller.user_id() else { return Ok(false) };
        let marked = self.store.favorites_among(user, FavoriteKind::Dashboard, &[id.0]).await.map_err(store_error)?;
        Ok(!marked.is_empty())
    }

    async fn mark(&self, user: UserId, kind: FavoriteKind, id: i64, is_favorite: bool) -> Result<()> {
        let marked = if is_favorite {
            self.store.add_favorite(user, kind, id).await
        } else {
            self.store.remove_favorite(user, kind, id).await
        };
        marked.map_err(store_error)
    }

    fn marker(&self, caller: &Caller) -> Result<UserId> {
        caller.require(Action::MarkFavorites)?;
        // The operator at the command line is nobody who could come back to it.
        caller.user_id().ok_or_else(AppError::forbidden)
    }
}
