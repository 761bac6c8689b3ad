//! The bodies that the tests of `sx-sql` ask.

pub mod row_rules;
pub mod seeds;
pub mod sql_guard;
pub mod template_around;
pub mod template_sandbox;
pub mod template_values;
