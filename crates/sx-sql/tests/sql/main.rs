//! The crate from outside: verdicts as data, limits, every position of a call, random texts.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../../../../fuzz/bodies/sql.rs"]
mod bodies;
mod fuzz;
mod limits;
mod mysql;
mod positions;
mod rules;
mod rules_names;
mod template_sandbox;
mod templates;
mod verdicts;

use sx_sql::Checker;

pub fn checker(dialect: &str) -> Checker {
    Checker::for_dialect(dialect).unwrap()
}
