#![no_main]

#[path = "../bodies/template_around.rs"]
mod template_around;
#[path = "../bodies/template_sandbox.rs"]
mod template_sandbox;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        template_sandbox::holds(text);
    }
});
