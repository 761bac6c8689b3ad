#![no_main]

#[path = "../../server/src/q.rs"]
mod q;
#[path = "../bodies/readers.rs"]
mod readers;

use q::read;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        readers::holds(text);
    }
});
