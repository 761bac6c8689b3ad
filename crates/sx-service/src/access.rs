//! Who may see what. An admin sees all; others what they own and what one of their roles was given.

use std::collections::HashSet;

use sx_model::{AppError, Dashboard, ListQuery, Result, UserSummary};
use sx_store::{AssetFilter, AssetRef, Viewer};

use crate::{Caller, Service, store_error};

impl Service {
    /// What a list asks for, of what the caller may see.
    pub(crate) fn asset_filter(&self, caller: &Caller, query: &ListQuery) -> Result<AssetFilter> {
        caller.require_user()?;
        let viewer = caller.user_id().filter(|_| !caller.is_admin());
        let viewer = viewer.map(|user_id| Viewer { user_id, role_ids: caller.role_ids() });
        let filter = AssetFilter::from_query(query).visible_to(viewer);
        Ok(match caller.user_id() {
            Some(user_id) => filter.asked_by(user_id),
            None => filter,
        })
    }

    /// `NotFound` rather than `Forbidden`: that it exists is nobody's business.
    pub(crate) async fn require_read(&self, caller: &Caller, asset: AssetRef, owners: &[UserSummary]) -> Result<()> {
        if self.may_read(caller, asset, owners).await? { Ok(()) } else { Err(AppError::not_found(noun(asset))) }
    }

    pub(crate) async fn may_read(&self, caller: &Caller, asset: AssetRef, owners: &[UserSummary]) -> Result<bool> {
        caller.require_user()?;
        if caller.is_admin() || is_owner(caller, owners) {
            return Ok(true);
        }
        Ok(self.grants(caller).await?.contains(&asset))
    }

    pub(crate) async fn may_open_dashboard(&self, caller: &Caller, dashboard: &Dashboard) -> Result<bool> {
        let has_role = caller.user().is_some_and(|user| user.roles.iter().any(|role| dashboard.roles.contains(role)));
        Ok((has_role && dashboard.fields.published)
            || self.may_read(caller, AssetRef::Dashboard(dashboard.id), &dashboard.owners).await?)
    }

    async fn grants(&self, caller: &Caller) -> Result<std::sync::Arc<HashSet<AssetRef>>> {
        let roles = caller.role_ids();
        let load = async {
            let grants = self.store.grants_of_roles(&roles).await.map_err(store_error)?;
            Ok(grants.into_iter().map(|grant| grant.asset).collect())
        };
        self.meta.grants(roles.clone(), load).await
    }
}

fn is_owner(caller: &Caller, owners: &[UserSummary]) -> bool {
    caller.user_id().is_some_and(|id| owners.iter().any(|owner| owner.id == id))
}

fn noun(asset: AssetRef) -> &'static str {
    match asset {
        AssetRef::Database(_) => "Database",
        AssetRef::Dataset(_) => "Dataset",
        AssetRef::Chart(_) => "Chart",
        AssetRef::Dashboard(_) => "Dashboard",
    }
}
