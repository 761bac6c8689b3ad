//! Names of columns and tables, whatever the file calls them.

use std::collections::HashSet;

use crate::duckdb::files::table_name;

const LONGEST_COLUMN: usize = 128;
const LONGEST_TABLE: usize = 100;

/// Without control characters and outer blanks, not empty, not too long, and each different, whatever the case.
pub(super) fn column_names(header: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<String> {
    let mut seen = HashSet::new();
    let names = header.into_iter().enumerate();
    names.map(|(at, name)| unique(clean(name.as_ref(), at), &mut seen)).collect()
}

fn clean(name: &str, at: usize) -> String {
    let name = name.trim_start_matches('\u{feff}');
    let name: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST_COLUMN * 4).collect();
    let words: Vec<_> = name.split_whitespace().collect();
    let name: String = words.join(" ").chars().take(LONGEST_COLUMN).collect();
    if name.is_empty() { format!("column_{}", at + 1) } else { name }
}

fn unique(name: String, seen: &mut HashSet<String>) -> String {
    let mut candidate = name.clone();
    let mut number = 2;
    while !seen.insert(candidate.to_lowercase()) {
        candidate = format!("{name}_{number}");
        number += 1;
    }
    candidate
}

/// Why a chosen name of a column is none.
pub(super) fn column_name_fault(name: &str) -> Option<&'static str> {
    if name.trim().is_empty() {
        Some("it is empty")
    } else if name.chars().any(char::is_control) {
        Some("it holds control characters")
    } else if name.chars().count() > LONGEST_COLUMN + 12 {
        Some("it is too long")
    } else {
        None
    }
}

/// Why a table cannot be called so: a table is a file, and its name is written without quotes.
pub fn table_name_fault(name: &str) -> Option<String> {
    if name.is_empty() {
        return Some("A table needs a name.".to_owned());
    }
    if name.chars().count() > LONGEST_TABLE {
        return Some(format!("A table's name has at most {LONGEST_TABLE} characters."));
    }
    if name.starts_with(|c: char| c.is_numeric()) || name.chars().any(|c| !c.is_alphanumeric() && c != '_') {
        return Some(format!(
            "A table's name has only letters, digits and _, and begins with no digit, such as {}.",
            suggested_table_name(name)
        ));
    }
    None
}

/// `Umsätze 2024.csv` → `Umsätze_2024`; control characters and paths included, it is always a good name.
pub fn suggested_table_name(file_name: &str) -> String {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem: String = stem.trim().chars().take(LONGEST_TABLE - 1).collect();
    let name = table_name(&stem);
    let name = name.trim_matches('_');
    match name.chars().next() {
        None => "upload".to_owned(),
        Some(first) if first.is_numeric() => format!("_{name}"),
        Some(_) => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_headers_become_names() {
        let names = column_names([
            "a",
            "A",
            "a_2",
            "",
            "x\r\n\ty",
            "\"; DROP",
            "../../etc",
            "\u{feff}b",
            &"n".repeat(1_000_000),
        ]);
        let long = names.last().map(|name| name.len());
        assert_eq!(names[..8], ["a", "A_2", "a_2_2", "column_4", "x y", "\"; DROP", "../../etc", "b"]);
        assert_eq!(long, Some(128));
        for name in &names {
            assert_eq!(column_name_fault(name), None);
        }
    }

    #[test]
    fn tables_are_called_as_files_may_be() {
        for (file, name) in [
            ("Umsätze 2024.csv", "Umsätze_2024"),
            ("2024.xlsx", "_2024"),
            ("../../etc/passwd", "passwd"),
            ("C:\\data\\sales.final.csv", "sales_final"),
            ("\".csv", "upload"),
            ("", "upload"),
        ] {
            assert_eq!(suggested_table_name(file), name);
            assert_eq!(table_name_fault(name), None);
        }
        for name in ["", "a b", "../x", "a\"b", "x\n", "1a", "a.b", &"x".repeat(101)] {
            assert!(table_name_fault(name).is_some(), "{name}");
        }
        insta::assert_snapshot!(table_name_fault("my-table").unwrap(), @"A table's name has only letters, digits and _, and begins with no digit, such as my_table.");
    }
}
