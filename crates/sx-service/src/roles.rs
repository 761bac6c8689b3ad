//! Roles: made, renamed and removed, and what they may read.

use serde_json::json;
use sx_model::{ADMIN, ALPHA, AppError, ErrorKind, GAMMA, PUBLIC, Result, Role, RoleId};
use sx_store::{AssetRef, Grant};

use crate::{
    Caller, Service,
    access::Action,
    audit::{Deed, differences},
    store_error,
    wrong::{Wrong, require_length, require_text},
};

/// As long as in the reference.
const LONGEST_ROLE: usize = 64;

impl Service {
    /// By name, for who administers them.
    pub async fn manageable_roles(&self, caller: &Caller) -> Result<Vec<Role>> {
        caller.require(Action::ManageRoles)?;
        self.store.list_roles().await.map_err(store_error)
    }

    /// By name, for forms that offer them.
    pub async fn list_roles(&self, caller: &Caller) -> Result<Vec<Role>> {
        caller.require(Action::ListPeople)?;
        self.store.list_roles().await.map_err(store_error)
    }

    pub async fn find_role(&self, caller: &Caller, id: RoleId) -> Result<Role> {
        caller.require(Action::ManageRoles)?;
        let found = self.store.lookup_role(id).await.map_err(store_error)?;
        found.ok_or_else(|| AppError::not_found("Role"))
    }

    pub async fn create_role(&self, caller: &Caller, name: &str) -> Result<Role> {
        caller.require(Action::ManageRoles)?;
        self.check_role_name(name, None).await?;
        let tx = self.store.begin().await.map_err(store_error)?;
        let id = tx.add_role(name).await.map_err(store_error)?;
        let changes = differences(&(), &json!({ "name": name }));
        self.log(&tx, caller, Deed::new("create", "role", id.0), changes).await?;
        tx.commit().await.map_err(store_error)?;
        Ok(Role { id, name: name.to_owned() })
    }

    pub async fn rename_role(&self, caller: &Caller, id: RoleId, name: &str) -> Result<Role> {
        let role = self.find_role(caller, id).await?;
        refuse_built_in(&role)?;
        self.check_role_name(name, Some(id)).await?;
        let tx = self.store.begin().await.map_err(store_error)?;
        tx.rename_role(id, name).await.map_err(store_error)?;
        let changes = differences(&json!({ "name": role.name }), &json!({ "name": name }));
        self.log(&tx, caller, Deed::new("update", "role", id.0), changes).await?;
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_people();
        self.meta.forget_assets();
        Ok(Role { id, name: name.to_owned() })
    }

    /// Its grants go with it.
    pub async fn delete_role(&self, caller: &Caller, id: RoleId) -> Result<()> {
        let role = self.find_role(caller, id).await?;
        refuse_built_in(&role)?;
        let tx = self.store.begin().await.map_err(store_error)?;
        tx.remove_role(id).await.map_err(store_error)?;
        let changes = differences(&json!({ "name": role.name }), &());
        self.log(&tx, caller, Deed::new("delete", "role", id.0), changes).await?;
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_people();
        self.meta.forget_assets();
        Ok(())
    }

    /// What a role may read, sorted by kind and id.
    pub async fn grants_of_role(&self, caller: &Caller, id: RoleId) -> Result<Vec<AssetRef>> {
        self.find_role(caller, id).await?;
        let grants = self.store.grants_of_roles(&[id]).await.map_err(store_error)?;
        Ok(grants.into_iter().map(|grant| grant.asset).collect())
    }

    /// Replaces what a role may read; one that does not exist is a fault of `grants`.
    pub async fn set_grants_of_role(&self, caller: &Caller, id: RoleId, assets: &[AssetRef]) -> Result<Vec<AssetRef>> {
        let before = self.grants_of_role(caller, id).await?;
        let tx = self.store.begin().await.map_err(store_error)?;
        for asset in before.iter().filter(|asset| !assets.contains(asset)) {
            tx.remove_grant(Grant { role_id: id, asset: *asset }).await.map_err(store_error)?;
        }
        for asset in assets.iter().filter(|asset| !before.contains(asset)) {
            let added = tx.add_grant(Grant { role_id: id, asset: *asset }).await.map_err(store_error);
            added.map_err(|error| match error.kind {
                ErrorKind::Conflict => Wrong::one("grants", format!("{} does not exist", told(asset))),
                _ => error,
            })?;
        }
        let told = |assets: &[AssetRef]| json!({ "grants": assets.iter().map(told).collect::<Vec<_>>() });
        let changes = differences(&told(&before), &told(assets));
        self.log(&tx, caller, Deed::new("update", "role", id.0), changes).await?;
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_people();
        self.grants_of_role(caller, id).await
    }

    async fn check_role_name(&self, name: &str, own: Option<RoleId>) -> Result<()> {
        require_text("name", name)?;
        require_length("name", name, LONGEST_ROLE)?;
        let found = self.store.find_role_by_name(name).await.map_err(store_error)?;
        match found.filter(|found| Some(found.id) != own) {
            Some(_) => Err(Wrong::one("name", "Already exists")),
            None => Ok(()),
        }
    }
}

/// “dataset 7”.
fn told(asset: &AssetRef) -> String {
    format!("{} {}", asset.kind().as_str(), asset.id())
}

/// The table of rights knows these by their names.
fn refuse_built_in(role: &Role) -> Result<()> {
    if ![ADMIN, ALPHA, GAMMA, PUBLIC].contains(&role.name.as_str()) {
        return Ok(());
    }
    let message = format!("The role {} is built in: it can be neither renamed nor deleted.", role.name);
    Err(AppError::new(ErrorKind::Unprocessable, message))
}
