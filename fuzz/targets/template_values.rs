#![no_main]

#[path = "../bodies/template_around.rs"]
mod template_around;
#[path = "../bodies/template_values.rs"]
mod template_values;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        template_values::holds(text);
    }
});
