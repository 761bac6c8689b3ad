//! Owners and roles as requests give them: ids that must exist.

use sx_model::{Result, Role, RoleId, UserId};
use sx_store::Store;

use crate::{Caller, store_error, wrong::Wrong};

/// Who owns a new asset: those who are given, and who makes it unless that is an admin who names others.
pub(super) async fn owners(
    store: &Store,
    caller: &Caller,
    given: Option<&[UserId]>,
    wrong: &mut Wrong,
) -> Result<Vec<UserId>> {
    let mut owners = given.unwrap_or_default().to_vec();
    for owner in &owners {
        if store.lookup_user(*owner).await.map_err(store_error)?.is_none() {
            wrong.add("owners", "Owners are invalid");
            break;
        }
    }
    // Nobody gives away by mistake what they work on; admins may, they reach it all the same.
    let stays = given.is_none() || !caller.is_admin();
    owners.extend(caller.user_id().filter(|id| stays && !owners.contains(id)));
    Ok(owners)
}

pub(crate) async fn roles(store: &Store, given: &[RoleId], wrong: &mut Wrong) -> Result<Vec<Role>> {
    let mut roles = Vec::with_capacity(given.len());
    for id in given {
        match store.lookup_role(*id).await.map_err(store_error)? {
            Some(role) => roles.push(role),
            None => wrong.add("roles", "Some roles do not exist"),
        }
    }
    Ok(roles)
}
