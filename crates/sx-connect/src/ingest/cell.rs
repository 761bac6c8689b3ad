//! One value of a file, as the file has it.

use std::borrow::Cow;

use chrono::{DateTime, Days, NaiveDate};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell<'a> {
    Empty,
    Text(Cow<'a, str>),
    Int(i64),
    Float(f64),
    Bool(bool),
    /// Days since 1970.
    Date(i32),
    /// Microseconds since 1970.
    Time(i64),
}

impl Cell<'_> {
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// As a person reads it; also what a column of text keeps of it.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Int(value) => value.to_string().into(),
            Self::Float(value) => value.to_string().into(),
            Self::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
            Self::Date(days) => date_text(*days).into(),
            Self::Time(micros) => time_text(*micros).into(),
        }
    }
}

fn date_text(days: i32) -> String {
    let distance = Days::new(u64::from(days.unsigned_abs()));
    let date = if days < 0 {
        NaiveDate::default().checked_sub_days(distance)
    } else {
        NaiveDate::default().checked_add_days(distance)
    };
    date.map(|date| date.to_string()).unwrap_or_default()
}

fn time_text(micros: i64) -> String {
    DateTime::from_timestamp_micros(micros).map(|time| time.naive_utc().to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_read_as_people_write_them() {
        let cells = [
            Cell::Text("a".into()),
            Cell::Int(-3),
            Cell::Float(2.0),
            Cell::Float(0.25),
            Cell::Bool(true),
            Cell::Date(-1),
            Cell::Date(20_000),
            Cell::Time(1_500_000),
            Cell::Empty,
        ];
        let texts: Vec<_> = cells.iter().map(Cell::text).collect();
        assert_eq!(texts.join("|"), "a|-3|2|0.25|true|1969-12-31|2024-10-04|1970-01-01 00:00:01.500|");
    }
}
