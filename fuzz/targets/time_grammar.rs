#![no_main]

#[path = "../bodies/time_grammar.rs"]
mod time_grammar;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        time_grammar::holds(text);
    }
});
