//! Who works here, what they may do, and who did what: users, roles, the log, and one's own profile.

mod log;
mod outcome;
mod places;
mod profile;
mod roles;
mod users;

pub use log::LogPage;
pub use profile::ProfilePage;
pub use roles::{RolePage, RolesPage};
pub use users::UsersPage;
