//! Under which circumstances a control means anything.

use serde::Serialize;
use serde_json::Value;

use super::is_filled;
use crate::{FormData, form};

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    Always,
    /// The control has one of these texts; an absent control has the text “”.
    Is(&'static str, &'static [&'static str]),
    /// The toggle is on.
    On(&'static str),
    Filled(&'static str),
    Empty(&'static str),
    /// One of these controls holds a column of times.
    Time(&'static [&'static str]),
    /// The control holds a column, and not one of times.
    NoTime(&'static str),
    /// A table shows single records rather than groups.
    Records(bool),
    All(&'static [When]),
    /// Never on the screen: other parts of the builder write it.
    Never,
}

impl When {
    /// `is_time` tells for a column's name whether the dataset says that it holds times.
    pub fn holds(self, form: &FormData, is_time: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Is(name, texts) => texts.contains(&form::text(form, name).unwrap_or_default()),
            Self::On(name) => form::flag(form, name),
            Self::Filled(name) => form.get(name).is_some_and(is_filled),
            Self::Empty(name) => !form.get(name).is_some_and(is_filled),
            Self::Time(names) => names.iter().any(|name| has_time(form, name, is_time)),
            Self::NoTime(name) => form.get(name).is_some_and(is_filled) && !has_time(form, name, is_time),
            Self::Records(raw) => is_raw(form) == raw,
            Self::All(parts) => parts.iter().all(|part| part.holds(form, is_time)),
        }
    }
}

/// Whether a table shows single records: as its form says, else when it has columns for them.
pub(crate) fn is_raw(form: &FormData) -> bool {
    match form::text(form, "query_mode") {
        Some(mode) => mode == "raw",
        None => !form::list(form, "all_columns").is_empty(),
    }
}

/// SQL of somebody's own may yield times, too: nobody can tell, so it counts as one.
fn has_time(form: &FormData, name: &str, is_time: &dyn Fn(&str) -> bool) -> bool {
    form::list(form, name).iter().any(|column| match column {
        Value::String(name) => is_time(name),
        Value::Object(_) => true,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn holds(when: When, form: Value) -> bool {
        let Value::Object(form) = form else { return false };
        when.holds(&form, &|name| name == "day")
    }

    #[test]
    fn a_control_shows_under_its_circumstances() {
        assert!(holds(When::Is("stack", &["", "Stack"]), json!({})));
        assert!(!holds(When::Is("stack", &["Stack"]), json!({"stack": null})));
        assert!(holds(When::On("area"), json!({"area": true})));
        assert!(holds(When::Time(&["groupby"]), json!({"groupby": ["city", "day"]})));
        assert!(!holds(When::Time(&["groupby"]), json!({"groupby": ["city"]})));
        assert!(holds(When::NoTime("x_axis"), json!({"x_axis": "city"})));
        assert!(!holds(When::NoTime("x_axis"), json!({})));
        assert!(holds(When::Empty("groupby"), json!({"groupby": []})));
        assert!(holds(When::Records(true), json!({"all_columns": ["city"]})));
        assert!(holds(When::All(&[When::Records(false), When::Empty("x")]), json!({"query_mode": "aggregate"})));
        assert!(!holds(When::Never, json!({})));
    }
}
