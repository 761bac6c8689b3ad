#![no_main]

#[path = "../bodies/row_rules.rs"]
mod row_rules;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        row_rules::holds(text);
    }
});
