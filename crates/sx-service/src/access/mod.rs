//! Every use case asks here first. [`rights`] is the table; this is how it is read.

pub mod rights;
mod subject;

use sx_model::{AppError, ListQuery, PUBLIC, Result};
use sx_store::{AssetFilter, AssetKind, AssetRef, Viewer};

pub(crate) use rights::{Action, Allow, RIGHTS, Right};
pub(crate) use subject::Subject;

use crate::{Caller, Service, store_error};

impl Caller {
    /// How far the caller reaches with this action. The operator is an admin; who is not signed in looks at what Public opens.
    pub(crate) fn allowed(&self, action: Action) -> Allow {
        match self.user() {
            Some(user) => rights::allowed(action, &user.roles),
            None if self.is_operator() => Allow::Always,
            None if self.is_visitor() => rights::allowed_anonymous(action),
            None => Allow::Never,
        }
    }

    /// For what concerns no asset, or none yet.
    pub(crate) fn require(&self, action: Action) -> Result<()> {
        self.require_reader()?;
        if self.allowed(action) == Allow::Always { Ok(()) } else { Err(AppError::forbidden()) }
    }
}

impl Service {
    /// What the caller may do with this kind of asset at all, in the reference's words.
    pub fn permissions(&self, caller: &Caller, kind: AssetKind) -> Result<Vec<&'static str>> {
        caller.require_reader()?;
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
        caller.require_reader()?;
        let filter = AssetFilter::from_query(query);
        let filter = match caller.user_id() {
            Some(user_id) => filter.asked_by(user_id),
            None => filter,
        };
        let viewer = viewer(caller);
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
        caller.require_reader()?;
        let (subject, allow) = (subject.into(), caller.allowed(action));
        let ties = subject.ties(caller);
        // Grants are asked for only where they can matter.
        if allow.reaches(ties) || allow < Allow::Grant {
            return Ok(allow.reaches(ties));
        }
        self.sees(viewer(caller), subject.asset).await
    }

    /// The same SQL as that of lists.
    async fn sees(&self, viewer: Viewer, asset: AssetRef) -> Result<bool> {
        let load = || async {
            let seen = self.store.visible_among(asset.kind(), &viewer, &[asset.id()]).await.map_err(store_error)?;
            Ok(!seen.is_empty())
        };
        self.meta.sight((viewer.clone(), asset), load).await
    }

    /// Who is not signed in: a visitor where the role Public opens something, else nobody.
    pub async fn anonymous_caller(&self) -> Result<Caller> {
        let load = || async { self.store.opens_anything(PUBLIC).await.map_err(store_error) };
        let is_public = self.meta.is_public(load).await?;
        Ok(if is_public { Caller::visitor() } else { Caller::anonymous() })
    }

    /// The table of rights, for the screen of roles.
    pub fn rights(&self, caller: &Caller) -> Result<&'static [Right]> {
        caller.require(Action::ManageRoles)?;
        Ok(RIGHTS)
    }
}

fn viewer(caller: &Caller) -> Viewer {
    Viewer { user_id: caller.user_id(), role_ids: caller.role_ids() }
}
