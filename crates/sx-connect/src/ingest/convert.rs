//! From what a file has to what a column holds, or the reason why not.

use std::{borrow::Cow, collections::HashSet};

use super::{
    cell::Cell,
    dates::{parse_date, parse_timestamp},
    options::{ColumnType, FileOptions},
};

pub(super) const DECIMAL_DIGITS: u8 = 38;
pub(super) const DECIMAL_SCALE: i8 = 10;
const MICROS_PER_DAY: i64 = 86_400_000_000;
/// Longer texts come of a quote that was never closed.
const LONGEST_TEXT: usize = 1_000_000;
/// Above it a float has no room for every integer.
const EXACT_IN_FLOAT: f64 = 9_007_199_254_740_992.0;

/// Without a person's own list, in columns that are no text.
const USUAL_NULLS: [&str; 11] = ["NULL", "null", "None", "none", "NA", "N/A", "n/a", "NaN", "nan", "#N/A", "-"];

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Null,
    Text(Cow<'a, str>),
    Int(i64),
    /// In units of the tenth digit behind the point.
    Decimal(i128),
    Number(f64),
    Bool(bool),
    Date(i32),
    Time(i64),
}

/// How texts are read.
pub(super) struct Spelling {
    pub decimal: char,
    pub day_first: bool,
    nulls: Option<HashSet<String>>,
    trims: bool,
}

impl Spelling {
    pub fn of(options: &FileOptions) -> Self {
        Self {
            decimal: options.decimal.unwrap_or('.'),
            day_first: options.day_first.unwrap_or(false),
            nulls: options.null_values.as_ref().map(|nulls| nulls.iter().cloned().collect()),
            trims: options.skip_initial_space,
        }
    }

    pub fn is_null(&self, text: &str, type_: ColumnType) -> bool {
        let trimmed = text.trim();
        match &self.nulls {
            _ if trimmed.is_empty() => true,
            Some(nulls) => nulls.contains(text) || nulls.contains(trimmed),
            None => type_ != ColumnType::Text && USUAL_NULLS.contains(&trimmed),
        }
    }

    pub fn convert<'a>(&self, cell: &'a Cell<'_>, type_: ColumnType) -> Result<Value<'a>, String> {
        match cell {
            Cell::Empty => Ok(Value::Null),
            Cell::Text(text) if self.is_null(text, type_) => Ok(Value::Null),
            Cell::Text(text) => self.text(text, type_),
            Cell::Float(value) if !value.is_finite() && type_ != ColumnType::Text => Ok(Value::Null),
            other => typed(other, type_).ok_or_else(|| reason(type_)),
        }
    }

    fn text<'a>(&self, text: &'a str, type_: ColumnType) -> Result<Value<'a>, String> {
        if text.len() > LONGEST_TEXT {
            return Err(
                "It is longer than a million characters. Perhaps a quote before it was never closed.".to_owned()
            );
        }
        let trimmed = text.trim();
        let value = match type_ {
            ColumnType::Text if self.trims => Some(Value::Text(text.trim_start().into())),
            ColumnType::Text => Some(Value::Text(text.into())),
            ColumnType::Integer => trimmed.parse().ok().map(Value::Int),
            ColumnType::Decimal => parse_decimal(trimmed, self.decimal).map(Value::Decimal),
            ColumnType::Number => parse_number(trimmed, self.decimal).map(Value::Number),
            ColumnType::Boolean => parse_boolean(trimmed).map(Value::Bool),
            ColumnType::Date => parse_date(trimmed, self.day_first).map(|date| Value::Date(days(date))),
            ColumnType::Timestamp => parse_timestamp(trimmed, self.day_first).map(Value::Time),
        };
        value.ok_or_else(|| reason(type_))
    }
}

fn typed<'a>(cell: &'a Cell<'_>, type_: ColumnType) -> Option<Value<'a>> {
    Some(match (cell, type_) {
        (cell, ColumnType::Text) => Value::Text(cell.text()),
        (Cell::Int(value), ColumnType::Integer) => Value::Int(*value),
        (Cell::Float(value), ColumnType::Integer) if value.fract() == 0.0 && value.abs() <= EXACT_IN_FLOAT => {
            Value::Int(*value as i64)
        }
        (Cell::Int(value), ColumnType::Number) => Value::Number(*value as f64),
        (Cell::Float(value), ColumnType::Number) => Value::Number(*value),
        (Cell::Int(_) | Cell::Float(_), ColumnType::Decimal) => Value::Decimal(parse_decimal(&cell.text(), '.')?),
        (Cell::Bool(value), ColumnType::Boolean) => Value::Bool(*value),
        (Cell::Int(value @ (0 | 1)), ColumnType::Boolean) => Value::Bool(*value == 1),
        (Cell::Bool(value), ColumnType::Integer) => Value::Int(i64::from(*value)),
        (Cell::Date(days), ColumnType::Date) => Value::Date(*days),
        (Cell::Date(days), ColumnType::Timestamp) => Value::Time(i64::from(*days) * MICROS_PER_DAY),
        (Cell::Time(micros), ColumnType::Timestamp) => Value::Time(*micros),
        // A sheet's dates are times at midnight.
        (Cell::Time(micros), ColumnType::Date) if micros.rem_euclid(MICROS_PER_DAY) == 0 => {
            Value::Date(i32::try_from(micros.div_euclid(MICROS_PER_DAY)).ok()?)
        }
        _ => return None,
    })
}

fn reason(type_: ColumnType) -> String {
    match type_ {
        ColumnType::Text => "It is no text.",
        ColumnType::Integer => "It is no integer.",
        ColumnType::Decimal => "It is no decimal number of at most 28 digits before and 10 behind the point.",
        ColumnType::Number => "It is no number.",
        ColumnType::Boolean => "It is neither true nor false.",
        ColumnType::Date => "It is no date.",
        ColumnType::Timestamp => "It is no date with a time.",
    }
    .to_owned()
}

pub(super) fn days(date: chrono::NaiveDate) -> i32 {
    // A date of chrono is at most 262,143 years away.
    i32::try_from((date - chrono::NaiveDate::default()).num_days()).unwrap_or_default()
}

/// Rust's own spelling, but for the names of infinity and with a person's decimal character.
pub(super) fn parse_number(text: &str, decimal: char) -> Option<f64> {
    if !text.contains(|c: char| c.is_ascii_digit()) || (decimal != '.' && text.contains('.')) {
        return None;
    }
    let value: f64 = if decimal == '.' { text.parse().ok()? } else { text.replacen(decimal, ".", 1).parse().ok()? };
    value.is_finite().then_some(value)
}

fn parse_decimal(text: &str, decimal: char) -> Option<i128> {
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once(decimal).unwrap_or((digits, ""));
    let fraction = fraction.trim_end_matches('0');
    let scale = DECIMAL_SCALE.unsigned_abs() as usize;
    let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if digits.len() < 1 + usize::from(digits.contains(decimal)) || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    if fraction.len() > scale || whole.len() > usize::from(DECIMAL_DIGITS) - scale {
        return None;
    }
    let value: i128 = format!("{whole}{fraction:0<scale$}").parse().ok()?;
    Some(if is_negative { -value } else { value })
}

fn parse_boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "t" | "yes" | "y" | "1" | "on" => Some(true),
        "false" | "f" | "no" | "n" | "0" | "off" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelling() -> Spelling {
        Spelling::of(&FileOptions::default())
    }

    fn told(text: &str, type_: ColumnType) -> String {
        match spelling().convert(&Cell::Text(text.into()), type_) {
            Ok(value) => format!("{value:?}"),
            Err(reason) => reason,
        }
    }

    #[test]
    fn texts_become_values_or_reasons() {
        use ColumnType::*;
        for (text, type_, expected) in [
            (" 12 ", Integer, "Int(12)"),
            ("007", Integer, "Int(7)"),
            ("1,234", Integer, "It is no integer."),
            ("1.5", Integer, "It is no integer."),
            ("99999999999999999999", Integer, "It is no integer."),
            ("1.50", Decimal, "Decimal(15000000000)"),
            ("-.5", Decimal, "Decimal(-5000000000)"),
            (".", Decimal, "It is no decimal number of at most 28 digits before and 10 behind the point."),
            ("0.12345678901", Decimal, "It is no decimal number of at most 28 digits before and 10 behind the point."),
            ("1e3", Number, "Number(1000.0)"),
            ("inf", Number, "It is no number."),
            ("1e999", Number, "It is no number."),
            ("NaN", Number, "Null"),
            ("NA", Text, "Text(\"NA\")"),
            ("  ", Text, "Null"),
            (" a", Text, "Text(\" a\")"),
            ("Yes", Boolean, "Bool(true)"),
            ("2", Boolean, "It is neither true nor false."),
            ("1970-01-02", Date, "Date(1)"),
            ("1970-01-02", Timestamp, "Time(86400000000)"),
            ("1970-01-02 10:00", Date, "It is no date."),
        ] {
            assert_eq!(told(text, type_), expected, "{text} as {type_:?}");
        }
    }

    #[test]
    fn a_decimal_comma_is_no_point() {
        let german = Spelling::of(&FileOptions { decimal: Some(','), ..FileOptions::default() });
        let number = |text: &str| {
            german.convert(&Cell::Text(text.to_owned().into()), ColumnType::Number).map(|v| format!("{v:?}"))
        };
        assert_eq!(number("1,5").as_deref(), Ok("Number(1.5)"));
        assert!(number("1.5").is_err() && number("1.234,5").is_err());
    }

    #[test]
    fn typed_cells_fit_what_they_are() {
        let convert = |cell: Cell<'_>, type_| spelling().convert(&cell, type_).map(|value| format!("{value:?}"));
        assert_eq!(convert(Cell::Float(3.0), ColumnType::Integer).as_deref(), Ok("Int(3)"));
        assert!(convert(Cell::Float(3.5), ColumnType::Integer).is_err());
        assert_eq!(convert(Cell::Float(0.1), ColumnType::Decimal).as_deref(), Ok("Decimal(1000000000)"));
        assert_eq!(convert(Cell::Float(3.0), ColumnType::Text).as_deref(), Ok("Text(\"3\")"));
        assert_eq!(convert(Cell::Time(MICROS_PER_DAY), ColumnType::Date).as_deref(), Ok("Date(1)"));
        assert!(convert(Cell::Time(1), ColumnType::Date).is_err());
        assert!(convert(Cell::Bool(true), ColumnType::Date).is_err());
        assert_eq!(convert(Cell::Float(f64::NAN), ColumnType::Number).as_deref(), Ok("Null"));
    }

    #[test]
    fn a_person_says_what_is_null() {
        let own = Spelling::of(&FileOptions { null_values: Some(vec!["?".into()]), ..FileOptions::default() });
        assert_eq!(own.convert(&Cell::Text("?".into()), ColumnType::Text), Ok(Value::Null));
        assert!(own.convert(&Cell::Text("NA".into()), ColumnType::Integer).is_err());
    }
}
