//! Every use case asks here first. [`rights`] is the table; this is how it is read.

mod rights;
mod subject;

use std::{collections::HashSet, sync::Arc};

use sx_model::{AppError, ListQuery, Result};
use sx_store::{AssetFilter, AssetKind, AssetRef, Viewer};

pub(crate) use rights::{Action, Allow};
pub(crate) use subject::Subject;

use crate::{Caller, Service, store_error};

impl Caller {
    /// How far the caller reaches with this action. The operator is an admin; who is not signed in may nothing.
    pub(crate) fn allowed(&self, action: Action) -> Allow {
        match self.user() {
            Some(user) => rights::allowed(action, &user.roles),
            None if self.is_admin() => Allow::Always,
            None => Allow::Never,
        }
    }

    /// For what concerns no asset, or none yet.
    pub(crate) fn require(&self, action: Action) -> Result<()> {
        self.require_user()?;
        if self.allowed(action) == Allow::Always { Ok(()) } else { Err(AppError::forbidden()) }
    }
}

impl Service {
    /// What the caller may do with this kind of asset at all, in the reference's words.
    pub fn permissions(&self, caller: &Caller, kind: AssetKind) -> Result<Vec<&'static str>> {
        caller.require_user()?;
        let may = |action| caller.allowed(action) > Allow::Never;
        let (create, update) = match kind {
            AssetKind::Database => (Action::CreateDatabase, Action::UpdateDatabase),
            AssetKind::Dataset => (Action::CreateDataset, Action::UpdateDataset),
            AssetKind::Chart => (Action::CreateChart, Action::UpdateChart),
            AssetKind::Dashboard => (Action::CreateDashboard, Action::UpdateDashboard),
        };
        let mut permissions = vec!["can_read", "can_export"];
        permissions.extend((may(create) || may(update)).then_some("can_write"));
        Ok(permissions)
    }

    /// What a list asks for, of what the caller may see.
    pub(crate) fn asset_filter(&self, caller: &Caller, kind: AssetKind, query: &ListQuery) -> Result<AssetFilter> {
        caller.require_user()?;
        let filter = AssetFilter::from_query(query);
        let Some(user_id) = caller.user_id() else { return Ok(filter) };
        let filter = filter.asked_by(user_id);
        let viewer = Viewer { user_id, role_ids: caller.role_ids() };
        Ok(match caller.allowed(subject::read_action(kind)) {
            Allow::Always => filter,
            Allow::Published => filter.visible_to(Some(viewer)).or_published(),
            Allow::Never | Allow::Own | Allow::Grant => filter.visible_to(Some(viewer)),
        })
    }

    /// `NotFound` rather than `Forbidden` for what the caller may not see: that it exists is nobody's business.
    pub(crate) async fn require<'a>(
        &self,
        caller: &Caller,
        action: Action,
        subject: impl Into<Subject<'a>>,
    ) -> Result<()> {
        let subject = subject.into();
        if self.may(caller, action, subject).await? {
            return Ok(());
        }
        let is_seen = action != subject.read_action() && self.may(caller, subject.read_action(), subject).await?;
        Err(if is_seen { AppError::forbidden() } else { AppError::not_found(subject.noun()) })
    }

    pub(crate) async fn may<'a>(
        &self,
        caller: &Caller,
        action: Action,
        subject: impl Into<Subject<'a>>,
    ) -> Result<bool> {
        caller.require_user()?;
        let (subject, allow) = (subject.into(), caller.allowed(action));
        let ties = subject.ties(caller);
        // Grants are asked for only where they can matter.
        if allow.reaches(ties) || allow < Allow::Grant {
            return Ok(allow.reaches(ties));
        }
        Ok(self.grants(caller).await?.contains(&subject.asset))
    }

    async fn grants(&self, caller: &Caller) -> Result<Arc<HashSet<AssetRef>>> {
        let roles = caller.role_ids();
        let load = async {
            let grants = self.store.grants_of_roles(&roles).await.map_err(store_error)?;
            Ok(grants.into_iter().map(|grant| grant.asset).collect())
        };
        self.meta.grants(roles.clone(), load).await
    }
}
