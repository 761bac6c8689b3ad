//! One value as a cell.

use std::io::Write as _;

use sx_query::{Column, Kind, TimeText, Values};

use super::parts::Style;

/// Excel computes with 15 digits; whole numbers with more are written as text, which keeps them.
const MOST_DIGITS: usize = 15;
/// Of UTF-16, in one cell.
const MOST_TEXT: usize = 32_767;

const MICROS_PER_DAY: i64 = 86_400_000_000;
/// Excel counts days from 1899-12-30 on, and believes in a 29th of February 1900.
const DAYS_BEFORE_1970: i64 = 25_569;
const FIRST_DAY: i64 = 61;
const LAST_DAY: i64 = 2_958_465;

/// `A`, `B`, …, `Z`, `AA`, ….
pub(super) struct Letters(Vec<String>);

impl Letters {
    pub fn of(columns: usize) -> Self {
        Self((0..columns).map(letters).collect())
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

fn letters(column: usize) -> String {
    let (mut text, mut left) = (String::new(), column + 1);
    while left > 0 {
        text.insert(0, char::from(b'A' + ((left - 1) % 26) as u8));
        left = (left - 1) / 26;
    }
    text
}

/// The row of names.
pub(super) fn write_head(names: &[String], letters: &Letters, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<row r=\"1\">");
    for (name, letters) in names.iter().zip(letters.iter()) {
        write_text(name, Style::Head, (letters, "1"), out);
    }
    out.extend_from_slice(b"</row>");
}

/// `place` is the column's letters and the row's number. NULL has no cell.
pub(super) fn write_cell(column: &Column, row: usize, place: (&str, &str), out: &mut Vec<u8>) {
    match &column.values {
        Values::Int(v) => match v[row] {
            Some(number) if number.unsigned_abs() < 10_u64.pow(MOST_DIGITS as u32) => {
                write_value(&number, Style::Plain, place, out);
            }
            Some(number) => write_text(&number.to_string(), Style::Plain, place, out),
            None => {}
        },
        Values::Float(v) => {
            if let Some(number) = v[row].filter(|number| number.is_finite()) {
                write_value(&format_args!("{number:?}"), Style::Plain, place, out);
            }
        }
        Values::Bool(v) => {
            if let Some(flag) = v[row] {
                open(Style::Plain, "b", place, out);
                let _ = write!(out, "<v>{}</v></c>", u8::from(flag));
            }
        }
        Values::Time(v) => {
            if let Some(micros) = v[row] {
                write_time(micros, place, out);
            }
        }
        Values::Text(v) => match v[row].as_deref() {
            Some(text) if column.kind == Kind::Numeric && is_short_number(text) => {
                write_value(&text, Style::Plain, place, out);
            }
            Some(text) if column.kind == Kind::Numeric => write_text(text, Style::Plain, place, out),
            Some(text) => write_words(text, place, out),
            None => {}
        },
        Values::Json(v) => match &v[row] {
            None | Some(serde_json::Value::Null) => {}
            Some(serde_json::Value::String(text)) => write_words(text, place, out),
            Some(value) => write_text(&value.to_string(), Style::Plain, place, out),
        },
    }
}

/// Text that might be taken for a formula gets an apostrophe, as in the reference.
fn write_words(text: &str, place: (&str, &str), out: &mut Vec<u8>) {
    if text.starts_with(['=', '+', '-', '@']) {
        write_text(&format!("'{text}"), Style::Plain, place, out);
    } else {
        write_text(text, Style::Plain, place, out);
    }
}

fn write_time(micros: i64, place: (&str, &str), out: &mut Vec<u8>) {
    let days = micros.div_euclid(MICROS_PER_DAY) + DAYS_BEFORE_1970;
    let in_day = micros.rem_euclid(MICROS_PER_DAY);
    if !(FIRST_DAY..=LAST_DAY).contains(&days) {
        let mut times = TimeText::default();
        times.see(&[Some(micros)]);
        let mut text = Vec::new();
        times.write(micros, &mut text);
        return write_text(&String::from_utf8_lossy(&text), Style::Plain, place, out);
    }
    match in_day {
        0 => write_value(&days, Style::Day, place, out),
        _ => {
            let moment = days as f64 + in_day as f64 / MICROS_PER_DAY as f64;
            write_value(&format_args!("{moment:?}"), Style::Moment, place, out);
        }
    }
}

/// Digits with a point perhaps, and not more than Excel keeps.
fn is_short_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_number = digits.starts_with(|letter: char| letter.is_ascii_digit())
        && digits.chars().all(|letter| letter.is_ascii_digit() || letter == '.')
        && digits.matches('.').count() <= 1;
    is_number && digits.trim_start_matches(['0', '.']).chars().filter(char::is_ascii_digit).count() <= MOST_DIGITS
}

fn open(style: Style, kind: &str, (letters, row): (&str, &str), out: &mut Vec<u8>) {
    // Writing to memory does not fail, here and below.
    let _ = write!(out, "<c r=\"{letters}{row}\"");
    if style != Style::Plain {
        let _ = write!(out, " s=\"{}\"", style as u8);
    }
    if !kind.is_empty() {
        let _ = write!(out, " t=\"{kind}\"");
    }
    out.push(b'>');
}

fn write_value(value: &dyn std::fmt::Display, style: Style, place: (&str, &str), out: &mut Vec<u8>) {
    open(style, "", place, out);
    let _ = write!(out, "<v>{value}</v></c>");
}

fn write_text(text: &str, style: Style, place: (&str, &str), out: &mut Vec<u8>) {
    open(style, "inlineStr", place, out);
    out.extend_from_slice(b"<is><t xml:space=\"preserve\">");
    let mut left = MOST_TEXT;
    for (at, letter) in text.char_indices() {
        let Some(rest) = left.checked_sub(letter.len_utf16()) else { break };
        left = rest;
        write_letter(letter, &text[at..], out);
    }
    out.extend_from_slice(b"</t></is></c>");
}

/// What XML cannot hold, Excel spells `_x0007_`; so a text that looks like that needs its first line spelt, too.
fn write_letter(letter: char, rest: &str, out: &mut Vec<u8>) {
    match letter {
        '&' => out.extend_from_slice(b"&amp;"),
        '<' => out.extend_from_slice(b"&lt;"),
        '>' => out.extend_from_slice(b"&gt;"),
        '\t' | '\n' => out.push(letter as u8),
        '\0'..'\u{20}' | '\u{fffe}' | '\u{ffff}' => {
            let _ = write!(out, "_x{:04X}_", u32::from(letter));
        }
        '_' if is_spelt(rest.as_bytes()) => out.extend_from_slice(b"_x005F_"),
        letter => out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes()),
    }
}

fn is_spelt(rest: &[u8]) -> bool {
    rest.len() >= 7 && rest[1] == b'x' && rest[6] == b'_' && rest[2..6].iter().all(u8::is_ascii_hexdigit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(kind: Kind, values: Values) -> String {
        let column = Column { name: "x".into(), kind, values };
        let mut out = Vec::new();
        write_cell(&column, 0, ("B", "7"), &mut out);
        String::from_utf8(out).unwrap()
    }

    fn text(text: &str) -> String {
        let cell = cell(Kind::String, Values::Text(vec![Some(text.into())]));
        let start = "<c r=\"B7\" t=\"inlineStr\"><is><t xml:space=\"preserve\">";
        cell.strip_prefix(start).and_then(|cell| cell.strip_suffix("</t></is></c>")).unwrap().to_owned()
    }

    fn value(values: Values) -> String {
        cell(Kind::Numeric, values)
    }

    #[test]
    fn columns_are_counted_in_letters() {
        for (column, expected) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")] {
            assert_eq!(letters(column), expected);
        }
    }

    #[test]
    fn numbers_keep_their_digits() {
        assert_eq!(value(Values::Int(vec![Some(-5)])), r#"<c r="B7"><v>-5</v></c>"#);
        let large = value(Values::Int(vec![Some(i64::MAX)]));
        assert!(large.contains("inlineStr") && large.contains(">9223372036854775807<"), "{large}");
        assert_eq!(value(Values::Float(vec![Some(0.1)])), r#"<c r="B7"><v>0.1</v></c>"#);
        assert_eq!(value(Values::Float(vec![Some(f64::NAN)])), "");
        assert_eq!(value(Values::Text(vec![Some("-12.50".into())])), r#"<c r="B7"><v>-12.50</v></c>"#);
        let exact = value(Values::Text(vec![Some("1234567890123456.5".into())]));
        assert!(exact.contains("inlineStr") && exact.contains(">1234567890123456.5<"), "{exact}");
        assert_eq!(value(Values::Bool(vec![Some(true)])), r#"<c r="B7" t="b"><v>1</v></c>"#);
        assert_eq!(value(Values::Int(vec![None])), "");
    }

    #[test]
    fn times_are_excels_days() {
        let time = |micros| cell(Kind::Temporal, Values::Time(vec![Some(micros)]));
        assert_eq!(time(0), r#"<c r="B7" s="2"><v>25569</v></c>"#);
        assert_eq!(time(MICROS_PER_DAY / 2), r#"<c r="B7" s="3"><v>25569.5</v></c>"#);
        let old = time(-30_000 * MICROS_PER_DAY);
        assert!(old.contains(">1887-11-12<"), "{old}");
    }

    #[test]
    fn a_text_is_a_text() {
        assert_eq!(text("=1+1"), "'=1+1");
        assert_eq!(text("a & <b>"), "a &amp; &lt;b&gt;");
        assert_eq!(text("bell\u{7}"), "bell_x0007_");
        assert_eq!(text("_x0041_ _x_"), "_x005F_x0041_ _x_");
        assert_eq!(text(&"é".repeat(40_000)).chars().count(), MOST_TEXT);
    }
}
