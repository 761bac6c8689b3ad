//! The `data` array, written straight to bytes: a million cells would be a million allocations as JSON values.

use std::io::Write as _;

use serde_json::to_writer;

use crate::{Table, Values};

/// Beyond it JavaScript loses digits, so the reference sends text.
const LARGEST_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// Appends `[{"name":value,…},…]`: times as milliseconds, NaN and infinities as null.
pub fn write_records(table: &Table, out: &mut Vec<u8>) {
    let keys: Vec<Vec<u8>> = table.columns.iter().map(|column| key(&column.name)).collect();
    out.push(b'[');
    for row in 0..table.row_count() {
        out.extend_from_slice(if row == 0 { b"{" } else { b",{" });
        for (position, (column, key)) in table.columns.iter().zip(&keys).enumerate() {
            if position > 0 {
                out.push(b',');
            }
            out.extend_from_slice(key);
            write_value(&column.values, row, out);
        }
        out.push(b'}');
    }
    out.push(b']');
}

/// `"name":`, made once for all rows.
fn key(name: &str) -> Vec<u8> {
    let mut key = Vec::new();
    write_json(name, &mut key);
    key.push(b':');
    key
}

fn write_value(values: &Values, row: usize, out: &mut Vec<u8>) {
    match values {
        Values::Int(v) => match v[row] {
            Some(number) if number.unsigned_abs() > LARGEST_SAFE_INTEGER => write_json(&number.to_string(), out),
            number => write_json(&number, out),
        },
        Values::Float(v) => write_json(&v[row], out),
        Values::Text(v) => write_json(&v[row].as_deref(), out),
        Values::Bool(v) => write_json(&v[row], out),
        Values::Time(v) => write_json(&v[row].map(|micros| micros as f64 / 1e3), out),
        Values::Json(v) => write_json(&v[row], out),
    }
}

/// Writing to memory does not fail; should a value refuse all the same, null keeps the array whole.
fn write_json<T: serde::Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) {
    let length = out.len();
    if to_writer(out.by_ref(), value).is_err() {
        out.truncate(length);
        out.extend_from_slice(b"null");
    }
}
