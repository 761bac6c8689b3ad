//! Names as the database compares them.

use sqlparser::ast::{Ident, ObjectName, ObjectNamePart};

use crate::flavour::Flavour;

/// The parts of a name, or `None` when one of them is computed.
pub(crate) fn parts(name: &ObjectName) -> Option<Vec<&Ident>> {
    name.0.iter().map(ObjectNamePart::as_ident).collect()
}

/// The name itself: quotes inside of a quoted one are doubled in the tree.
pub(crate) fn value(ident: &Ident) -> String {
    match ident.quote_style {
        Some(quote) => ident.value.replace(&format!("{quote}{quote}"), &quote.to_string()),
        None => ident.value.clone(),
    }
}

pub(crate) fn fold(flavour: Flavour, ident: &Ident) -> String {
    flavour.fold(&value(ident), ident.quote_style.is_some())
}

/// One spelling for one table: `Orders`, `"orders"` → `orders`; `S."My Table"` → `s."My Table"` (on Postgres).
pub(crate) fn canonical(flavour: Flavour, parts: &[&Ident]) -> String {
    let spelled: Vec<String> = parts.iter().map(|part| quote_if_needed(fold(flavour, part))).collect();
    spelled.join(".")
}

/// Without the quotes, `"a.b"` and `a.b` would be one name.
fn quote_if_needed(name: String) -> String {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name.chars().all(plain) && !name.is_empty() { name } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}
