//! Rows as CSV text, as the reference's `to_csv` writes them.
//!
//! Fields are separated by commas, rows end with a line feed, a field is quoted where it must be (RFC 4180). NULL is empty,
//! truth is `True` or `False`, numbers are the shortest text that reads back the same, and a text that a spreadsheet would run
//! as a formula gets an apostrophe in front.

use std::io::Write as _;

use crate::{Column, Kind, Values, float_text::PythonFloat, time_text::TimeText};

/// Writes the rows of one file, in as many parts as they come in.
#[derive(Default)]
pub struct CsvWriter {
    /// How each column's times are written; with the first part there is one for each.
    times: Vec<TimeText>,
}

impl CsvWriter {
    /// The line of names.
    pub fn head(&self, names: &[String], out: &mut Vec<u8>) {
        let is_alone = names.len() == 1;
        for (position, name) in names.iter().enumerate() {
            separate(position, out);
            write_text(name, is_alone, out);
        }
        out.push(b'\n');
    }

    /// Columns of equal length, and of the same types in each part.
    pub fn rows(&mut self, columns: &[&Column], out: &mut Vec<u8>) {
        self.times.resize_with(columns.len(), TimeText::default);
        for (times, column) in self.times.iter_mut().zip(columns) {
            if let Values::Time(values) = &column.values {
                times.see(values);
            }
        }
        let is_alone = columns.len() == 1;
        for row in 0..columns.first().map_or(0, |column| column.values.len()) {
            for (position, (column, times)) in columns.iter().zip(&self.times).enumerate() {
                separate(position, out);
                write_value(column, row, times, is_alone, out);
            }
            out.push(b'\n');
        }
    }
}

fn separate(position: usize, out: &mut Vec<u8>) {
    if position > 0 {
        out.push(b',');
    }
}

fn write_value(column: &Column, row: usize, times: &TimeText, is_alone: bool, out: &mut Vec<u8>) {
    let start = out.len();
    match &column.values {
        Values::Int(v) => write_some(v[row], out),
        Values::Float(v) => write_some(v[row].filter(|number| !number.is_nan()).map(PythonFloat), out),
        Values::Bool(v) => out.extend_from_slice(match v[row] {
            Some(true) => b"True",
            Some(false) => b"False",
            None => b"",
        }),
        Values::Time(v) => {
            if let Some(micros) = v[row] {
                times.write(micros, out);
            }
        }
        // A decimal that no float holds is text, but a number all the same.
        Values::Text(v) if column.kind == Kind::Numeric => {
            out.extend_from_slice(v[row].as_deref().unwrap_or_default().as_bytes())
        }
        Values::Text(v) => {
            if let Some(text) = v[row].as_deref() {
                write_text(text, is_alone, out);
            }
        }
        Values::Json(v) => match &v[row] {
            None | Some(serde_json::Value::Null) => {}
            Some(serde_json::Value::String(text)) => write_text(text, is_alone, out),
            Some(value) => write_quoted_if_needed(&value.to_string(), out),
        },
    }
    // A line with nothing on it would be no row.
    if is_alone && out.len() == start {
        out.extend_from_slice(b"\"\"");
    }
}

fn write_some<T: std::fmt::Display>(value: Option<T>, out: &mut Vec<u8>) {
    if let Some(value) = value {
        // Writing to memory does not fail.
        let _ = write!(out, "{value}");
    }
}

fn write_text(text: &str, is_alone: bool, out: &mut Vec<u8>) {
    if text.is_empty() && is_alone {
        out.extend_from_slice(b"\"\"");
    } else if is_formula(text) {
        write_quoted_if_needed(&format!("'{}", text.replace('|', "\\|")), out);
    } else {
        write_quoted_if_needed(text, out);
    }
}

fn write_quoted_if_needed(text: &str, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    if !bytes.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        out.extend_from_slice(bytes);
        return;
    }
    out.push(b'"');
    for byte in bytes {
        if *byte == b'"' {
            out.push(b'"');
        }
        out.push(*byte);
    }
    out.push(b'"');
}

/// Whether a spreadsheet might run the text: it begins with one of `- @ + | = %`, also behind spaces or two quotes. A negative
/// number is none.
fn is_formula(text: &str) -> bool {
    const STARTS: [char; 6] = ['-', '@', '+', '|', '=', '%'];
    let behind_space = text.trim_start();
    let behind_quotes = text.strip_prefix("\"\"").unwrap_or_default();
    if ![behind_space, behind_quotes].iter().any(|text| text.starts_with(STARTS)) {
        return false;
    }
    let number = text.strip_prefix('-').unwrap_or_default();
    number.is_empty() || !number.chars().all(|letter| letter.is_ascii_digit() || letter == '.')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn column(name: &str, kind: Kind, values: Values) -> Column {
        Column { name: name.into(), kind, values }
    }

    fn texts(texts: &[Option<&str>]) -> Values {
        Values::Text(texts.iter().map(|text| text.map(Into::into)).collect())
    }

    fn written(columns: &[Column]) -> String {
        let names: Vec<_> = columns.iter().map(|column| column.name.clone()).collect();
        let columns: Vec<_> = columns.iter().collect();
        let (mut writer, mut out) = (CsvWriter::default(), Vec::new());
        writer.head(&names, &mut out);
        writer.rows(&columns, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_kind_of_value() {
        let day = 86_400_000_000;
        let text = written(&[
            column("n", Kind::Numeric, Values::Int(vec![Some(-3), None, Some(i64::MAX)])),
            column("x", Kind::Numeric, Values::Float(vec![Some(1.0), Some(0.1), None])),
            column("flag", Kind::Boolean, Values::Bool(vec![Some(true), Some(false), None])),
            column("day", Kind::Temporal, Values::Time(vec![Some(0), Some(19_000 * day), None])),
            column("at", Kind::Temporal, Values::Time(vec![Some(0), Some(day - 1_000_000), None])),
            column("exact", Kind::Numeric, texts(&[Some("-12.50"), Some("12345678901234567890.12"), None])),
            column("list", Kind::String, Values::Json(vec![Some(json!(["a", 1])), Some(json!("=x")), None])),
        ]);
        insta::assert_snapshot!(text, @r#"
        n,x,flag,day,at,exact,list
        -3,1.0,True,1970-01-01,1970-01-01 00:00:00,-12.50,"[""a"",1]"
        ,0.1,False,2022-01-08,1970-01-01 23:59:59,12345678901234567890.12,'=x
        9223372036854775807,,,,,,
        "#);
    }

    #[test]
    fn formulas_get_an_apostrophe_and_numbers_do_not() {
        let cases = [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("  -x", "'  -x"),
            ("\"\"=x", "\"'\"\"\"\"=x\""),
            ("+|cmd", "'+\\|cmd"),
            ("%x", "'%x"),
            ("-10.5", "-10.5"),
            ("-", "'-"),
            ("a=b", "a=b"),
            ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("two\nlines", "\"two\nlines\""),
        ];
        for (text, expected) in cases {
            let mut out = Vec::new();
            write_text(text, false, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }

    #[test]
    fn a_single_empty_field_is_still_a_row() {
        let text = written(&[column("a", Kind::String, texts(&[None, Some(""), Some("x")]))]);
        assert_eq!(text, "a\n\"\"\n\"\"\nx\n");
    }

    #[test]
    fn once_a_time_of_day_was_seen_it_is_written() {
        let (mut writer, mut out) = (CsvWriter::default(), Vec::new());
        for times in [vec![Some(0)], vec![Some(1_500_000)], vec![Some(0)]] {
            let column = column("at", Kind::Temporal, Values::Time(times));
            writer.rows(&[&column], &mut out);
        }
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "1970-01-01\n1970-01-01 00:00:01.500\n1970-01-01 00:00:00.000\n");
    }
}
