//! Roles: made, renamed and removed, and what they may read.

use std::collections::HashMap;

use serde_json::json;
use sx_model::{
    ADMIN, ALPHA, Account, AppError, ErrorKind, GAMMA, Granted, ListQuery, PUBLIC, Page, Result, Role, RoleId, UserId,
};
use sx_store::{Grant, Store};

use crate::{
    Caller, Service,
    access::Action,
    audit::{Deed, differences},
    store_error,
    users::{own_account, require_an_admin},
    wrong::{Wrong, require_length, require_text},
};

/// As long as in the reference.
const LONGEST_ROLE: usize = 64;

impl Service {
    /// The page that is asked for, by name unless it says otherwise, for who administers them.
    pub async fn manageable_roles(&self, caller: &Caller, query: &ListQuery) -> Result<Page<Role>> {
        caller.require(Action::ManageRoles)?;
        self.store.find_roles(query).await.map_err(store_error)
    }

    /// How many people have each role; none is left out of the answer.
    pub async fn count_people_by_role(&self, caller: &Caller) -> Result<HashMap<RoleId, u64>> {
        caller.require(Action::ManageRoles)?;
        self.store.count_users_by_role().await.map_err(store_error)
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
    pub async fn grants_of_role(&self, caller: &Caller, id: RoleId) -> Result<Vec<Granted>> {
        self.find_role(caller, id).await?;
        let grants = self.store.grants_of_roles(&[id]).await.map_err(store_error)?;
        Ok(grants.into_iter().map(|grant| grant.on).collect())
    }

    /// Replaces what a role may read; each that does not exist is a fault of `grants`.
    pub async fn set_grants_of_role(&self, caller: &Caller, id: RoleId, wanted: &[Granted]) -> Result<Vec<Granted>> {
        let before = self.grants_of_role(caller, id).await?;
        let mut wrong = Wrong::default();
        for granted in wanted.iter().filter(|granted| !before.contains(granted)) {
            if !exists(&self.store, granted).await? {
                wrong.add("grants", format!("{granted} does not exist"));
            }
        }
        wrong.check()?;
        let grant = |on: &Granted| Grant { role_id: id, on: on.clone() };
        let tx = self.store.begin().await.map_err(store_error)?;
        for gone in before.iter().filter(|granted| !wanted.contains(granted)) {
            tx.remove_grant(&grant(gone)).await.map_err(store_error)?;
        }
        for added in wanted.iter().filter(|granted| !before.contains(granted)) {
            tx.add_grant(&grant(added)).await.map_err(store_error)?;
        }
        let told = |grants: &[Granted]| json!({ "grants": grants.iter().map(Granted::to_string).collect::<Vec<_>>() });
        let changes = differences(&told(&before), &told(wanted));
        self.log(&tx, caller, Deed::new("update", "role", id.0), changes).await?;
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_people();
        self.grants_of_role(caller, id).await
    }

    /// Who has the role, by name.
    pub async fn people_of_role(&self, caller: &Caller, id: RoleId) -> Result<Vec<Account>> {
        self.find_role(caller, id).await?;
        self.store.users_of_role(id).await.map_err(store_error)
    }

    /// Replaces who has the role. Nobody takes Admin from themselves, and one admin stays.
    pub async fn set_people_of_role(&self, caller: &Caller, id: RoleId, people: &[UserId]) -> Result<Vec<Account>> {
        let role = self.find_role(caller, id).await?;
        let before = self.people_of_role(caller, id).await?;
        let mut wrong = Wrong::default();
        let mut after = Vec::with_capacity(people.len());
        for id in people {
            match self.store.lookup_user(*id).await.map_err(store_error)? {
                Some(user) => after.push(user.username),
                None => wrong.add("user_ids", format!("User {id} does not exist")),
            }
        }
        wrong.check()?;
        if role.name == ADMIN && caller.user_id().is_some_and(|own| !people.contains(&own)) {
            return Err(own_account());
        }
        let tx = self.store.begin().await.map_err(store_error)?;
        tx.set_role_users(id, people).await.map_err(store_error)?;
        require_an_admin(&tx).await?;
        let before: Vec<_> = before.iter().map(|account| &account.user.username).collect();
        after.sort();
        let changes = differences(&json!({ "users": before }), &json!({ "users": after }));
        self.log(&tx, caller, Deed::new("update", "role", id.0), changes).await?;
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_people();
        self.people_of_role(caller, id).await
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

/// A schema may be granted before its first table is there; its database must be.
async fn exists(store: &Store, granted: &Granted) -> Result<bool> {
    Ok(match granted {
        Granted::Database { id } => store.lookup_database(*id).await.map_err(store_error)?.is_some(),
        Granted::Schema { id, schema } => {
            require_text("schema", schema)?;
            store.lookup_database(*id).await.map_err(store_error)?.is_some()
        }
        Granted::Dataset { id } => store.lookup_dataset(*id).await.map_err(store_error)?.is_some(),
        Granted::Chart { id } => store.lookup_chart(*id).await.map_err(store_error)?.is_some(),
        Granted::Dashboard { id } => store.lookup_dashboard(*id).await.map_err(store_error)?.is_some(),
    })
}

/// The table of rights knows these by their names.
fn refuse_built_in(role: &Role) -> Result<()> {
    if ![ADMIN, ALPHA, GAMMA, PUBLIC].contains(&role.name.as_str()) {
        return Ok(());
    }
    let message = format!("The role {} is built in: it can be neither renamed nor deleted.", role.name);
    Err(AppError::new(ErrorKind::Unprocessable, message))
}
