//! Which table a name means.

use sqlparser::ast::Ident;

use crate::flavour::Flavour;
use crate::names::fold;

/// A table's name, in a SELECT or of a dataset, as its database compares it.
///
/// When in doubt two names are one table: a rule too many is a question refused, a rule too few is a leak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableName {
    /// `None` where the schema is left to the database, or what stands before the table may be a catalog.
    schema: Option<String>,
    table: String,
}

impl TableName {
    pub(super) fn of_dataset(flavour: Flavour, schema: Option<&str>, table: &str) -> Self {
        Self::new(flavour, schema.map(|schema| flavour.fold(schema, true)), flavour.fold(table, true))
    }

    /// One of the reads of a checked SELECT, as `names::canonical` writes it.
    pub(super) fn of_read(flavour: Flavour, read: &str) -> Self {
        let mut parts = split(read);
        let table = parts.pop().unwrap_or_default();
        Self::new(flavour, parts.pop(), table)
    }

    /// The parts of a name in a SELECT; `None` for no parts.
    pub(super) fn of_parts(flavour: Flavour, parts: &[&Ident]) -> Option<Self> {
        let (table, qualifiers) = parts.split_last()?;
        let schema = qualifiers.last().map(|schema| fold(flavour, schema));
        Some(Self::new(flavour, schema, fold(flavour, table)))
    }

    /// Only Postgres is sure to read `a.b` as the table `b` in the schema `a` and in no other.
    fn new(flavour: Flavour, schema: Option<String>, table: String) -> Self {
        if flavour == Flavour::Postgres {
            return Self { schema: schema.map(as_postgres_keeps), table: as_postgres_keeps(table) };
        }
        Self { schema: None, table: without_case(&table) }
    }

    /// Whether both may be one table; a schema that is not named may be any.
    pub fn may_be(&self, other: &Self) -> bool {
        let differ = matches!((&self.schema, &other.schema), (Some(one), Some(other)) if one != other);
        self.table == other.table && !differ
    }
}

/// The spelling under which two names are one when in doubt. More than ASCII is folded: who folds less finds two names where we
/// see one. Letter by letter as MySQL does it: the small letter of `İ` is `i` there, and a `Σ` at the end is no other sigma.
pub fn without_case(name: &str) -> String {
    let small = |letter: char| match letter {
        'İ' => 'i',
        'ς' => 'σ',
        letter => {
            let mut small = letter.to_lowercase();
            small.next().filter(|_| small.next().is_none()).unwrap_or(letter)
        }
    };
    name.chars().map(small).collect()
}

/// Postgres cuts longer names without a word, so another spelling would be the same table; and in databases that are not
/// in UTF-8 it folds more letters than those of ASCII.
fn as_postgres_keeps(mut name: String) -> String {
    const LONGEST: usize = 63;
    if !name.is_ascii() {
        name = without_case(&name);
    }
    name.truncate(name.floor_char_boundary(LONGEST));
    name
}

/// The views that describe tables, whatever the database.
pub(super) fn is_in_information_schema(parts: &[&Ident]) -> bool {
    parts.iter().rev().skip(1).any(|part| part.value.eq_ignore_ascii_case("information_schema"))
}

/// `s."a.""b"` → `s`, `a."b`.
fn split(read: &str) -> Vec<String> {
    let (mut parts, mut is_quoted) = (vec![String::new()], false);
    let mut letters = read.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, is_quoted) {
            ('"', true) if letters.peek() == Some(&'"') => {
                letters.next();
                parts.last_mut().into_iter().for_each(|part| part.push('"'));
            }
            ('"', _) => is_quoted = !is_quoted,
            ('.', false) => parts.push(String::new()),
            (letter, _) => parts.last_mut().into_iter().for_each(|part| part.push(letter)),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_are_split_where_their_quotes_end() {
        assert_eq!(split(r#"s."a.""b""#), ["s", "a.\"b"]);
        assert_eq!(split("orders"), ["orders"]);
        let read = TableName::of_read(Flavour::Postgres, "public.orders");
        let named = |schema, table| TableName::of_dataset(Flavour::Postgres, schema, table);
        assert!(read.may_be(&named(None, "orders")) && read.may_be(&named(Some("public"), "orders")));
        let long = |end: &str| TableName::of_read(Flavour::Postgres, &format!("{}{end}", "o".repeat(63)));
        assert!(long("").may_be(&long("x")));
        assert!(!read.may_be(&named(Some("sales"), "orders")) && !read.may_be(&named(None, "Orders")));
    }
}
