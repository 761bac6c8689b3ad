#![no_main]

#[path = "../bodies/sql_guard.rs"]
mod sql_guard;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        sql_guard::holds(text);
    }
});
