#![doc = include_str!("../README.md")]

mod checker;
mod error;
mod flavour;
mod functions;
mod guard;
mod lex;
mod names;
mod rules;
pub mod template;
mod write;

pub use checker::Checker;
pub use error::SqlError;
pub use rules::{RulesOf, TableName, without_case};
