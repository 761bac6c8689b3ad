//! The Rust formats and the scripts' formats agree: one table of cases, written by the scripts' own tests.

use serde_json::Value;
use sx_chart::format::{Currency, format_number_with_currency, format_time};

#[test]
fn numbers_are_written_like_the_scripts_write_them() {
    for case in cases("number-cases.json") {
        let currency = Currency::from_form(case.get("currency"));
        let spec = case["spec"].as_str().unwrap_or_default();
        let text = format_number_with_currency(spec, currency.as_ref(), case["value"].as_f64().unwrap());
        assert_eq!(text, case["expected"], "{case}");
    }
}

#[test]
fn times_are_written_like_the_scripts_write_them() {
    for case in cases("time-cases.json") {
        let spec = case["spec"].as_str().unwrap_or_default();
        assert_eq!(format_time(spec, case["value"].as_f64().unwrap()), case["expected"], "{case}");
    }
}

fn cases(name: &str) -> Vec<Value> {
    let path = format!("{}/../../js/tests/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let cases: Vec<Value> = serde_json::from_slice(&text).unwrap();
    assert!(cases.len() > 20, "{path} holds {} cases", cases.len());
    cases
}
