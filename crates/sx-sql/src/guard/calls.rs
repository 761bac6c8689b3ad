//! Function calls, open and hidden.

use std::collections::{BTreeMap, BTreeSet};

use sqlparser::ast::{Function, FunctionArguments, Ident, ObjectName, TableAlias};

use super::{Guard, Place};
use crate::error::SqlError;
use crate::flavour::Flavour;
use crate::names::{fold, parts};

impl Guard {
    /// The function's name as the lists spell it, or `None` for one in a schema of its own.
    pub(super) fn function_name(&self, name: &ObjectName) -> Option<String> {
        match parts(name)?[..] {
            [function] => Some(fold(self.flavour, function)),
            [schema, function] if self.flavour == Flavour::Postgres => {
                (fold(self.flavour, schema) == "pg_catalog").then(|| fold(self.flavour, function))
            }
            _ => None,
        }
    }

    pub(super) fn function(&self, call: &Function) -> Result<(), SqlError> {
        let Function {
            name,
            uses_odbc_syntax,
            parameters,
            args: _,
            filter: _,
            null_treatment: _,
            over: _,
            within_group: _,
        } = call;
        let Some(function) = self.function_name(name) else {
            return Err(SqlError::Function(name.to_string()));
        };
        let functions = self.flavour.functions();
        if functions.makes_rows(&function) && !functions.allows(&function) {
            return match self.place {
                Place::Query => Ok(()),
                Place::Expression => Err(SqlError::RowsInExpression(function)),
            };
        }
        if !functions.allows(&function) {
            return Err(SqlError::Function(function));
        }
        if *uses_odbc_syntax || *parameters != FunctionArguments::None {
            return Err(SqlError::Construct("This way of calling a function"));
        }
        Ok(())
    }
}

/// `FROM unnest(ARRAY['/etc/passwd']) p` makes `p` a text to Postgres, and `p.pg_read_file` a call with it. So a name
/// behind such a `p` must be one of its columns.
#[derive(Default)]
pub(super) struct RowCalls {
    columns: BTreeMap<String, BTreeSet<String>>,
    /// `row.name` anywhere in the query: the select list is visited before FROM.
    dotted: Vec<(String, String)>,
}

/// Columns of the functions that return more than one.
const FIXED_COLUMNS: &[&str] = &["key", "ordinality", "value"];

impl RowCalls {
    pub fn row_source(&mut self, function: &str, alias: Option<&TableAlias>, flavour: Flavour) {
        let name = alias.map_or_else(|| function.to_owned(), |alias| fold(flavour, &alias.name));
        let columns = alias.into_iter().flat_map(|alias| &alias.columns).map(|column| fold(flavour, &column.name));
        let known = FIXED_COLUMNS.iter().map(|&column| column.to_owned());
        let own = [name.clone(), function.to_owned()];
        self.columns.entry(name).or_default().extend(columns.chain(known).chain(own));
    }

    pub fn dotted(&mut self, row: &Ident, name: &Ident, flavour: Flavour) {
        if flavour.dot_calls_functions() {
            self.dotted.push((fold(flavour, row), fold(flavour, name)));
        }
    }

    pub fn no_hidden_call(&self, flavour: Flavour) -> Result<(), SqlError> {
        let hidden = self.dotted.iter().find(|(row, name)| {
            self.columns.get(row).is_some_and(|columns| !columns.contains(name)) && flavour.dot_calls_functions()
        });
        match hidden {
            Some((row, name)) => Err(SqlError::HiddenCall(format!("{row}.{name}"))),
            None => Ok(()),
        }
    }
}
