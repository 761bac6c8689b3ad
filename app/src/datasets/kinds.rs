//! Kinds of columns in words, and how cells of a preview read.

use sx_chart::format::format_time;
use sx_query::{Kind, Values};

pub fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Numeric => "Number",
        Kind::String => "Text",
        Kind::Temporal => "Time",
        Kind::Boolean => "Yes/no",
    }
}

/// A cell of a preview; `None` is NULL.
pub fn cell_text(values: &Values, row: usize) -> Option<String> {
    match values {
        Values::Int(v) => v.get(row).copied().flatten().map(|number| number.to_string()),
        Values::Float(v) => v.get(row).copied().flatten().map(|number| number.to_string()),
        Values::Text(v) => v.get(row).and_then(Option::as_deref).map(str::to_owned),
        Values::Bool(v) => v.get(row).copied().flatten().map(|yes| yes.to_string()),
        Values::Time(v) => {
            v.get(row).copied().flatten().map(|micros| format_time("%Y-%m-%d %H:%M:%S", micros as f64 / 1e3))
        }
        Values::Json(v) => v.get(row).and_then(Option::as_ref).map(ToString::to_string),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_read_as_people_write_them() {
        let time = Values::Time(vec![Some(1_767_225_600_000_000), None]);
        assert_eq!(cell_text(&time, 0).as_deref(), Some("2026-01-01 00:00:00"));
        assert_eq!(cell_text(&time, 1), None);
        assert_eq!(cell_text(&time, 9), None);
        assert_eq!(cell_text(&Values::Bool(vec![Some(true)]), 0).as_deref(), Some("true"));
    }
}
