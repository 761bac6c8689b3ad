//! Names of types, as databases spell them.

use crate::Kind;

/// What a database's type name means to a chart.
pub fn kind_of_type(type_text: &str) -> Kind {
    let name = type_text.to_ascii_uppercase();
    let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    if has(&["INTERVAL", "[]", "LIST", "STRUCT", "MAP(", "ENUM", "POINT"]) {
        Kind::String
    } else if has(&["BOOL"]) || matches!(name.as_str(), "TINYINT(1)" | "BIT(1)") {
        Kind::Boolean
    } else if has(&["DATE", "TIMESTAMP", "TIME WITH"]) {
        Kind::Temporal
    } else if has(&["INT", "FLOAT", "DOUBLE", "NUMERIC", "DECIMAL", "REAL", "NUMBER", "MONEY", "SERIAL"])
        || name == "YEAR"
    {
        Kind::Numeric
    } else {
        Kind::String
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_others_is_text_whatever_it_holds() {
        for (text, kind) in [
            ("INTEGER", Kind::Numeric),
            ("NUMERIC(10, 2)", Kind::Numeric),
            ("timestamp without time zone", Kind::Temporal),
            ("TIMESTAMP[]", Kind::String),
            ("boolean", Kind::Boolean),
            ("INTERVAL", Kind::String),
            ("TINYINT(1)", Kind::Boolean),
            ("TINYINT", Kind::Numeric),
            ("YEAR", Kind::Numeric),
            ("ENUM", Kind::String),
            ("", Kind::String),
        ] {
            assert_eq!(kind_of_type(text), kind, "{text}");
        }
    }
}
