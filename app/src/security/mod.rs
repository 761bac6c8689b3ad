//! Who works here, what they may do and see, and who did what: users, roles, rules, the log, and one's own profile.

mod log;
mod outcome;
mod places;
mod profile;
mod roles;
mod rules;
mod users;

pub use log::LogPage;
pub use profile::{ProfilePage, TimeZoneSelect, WeekStartSelect};
pub use roles::{RolePage, RolesPage};
pub use rules::RulesPage;
pub use users::UsersPage;
