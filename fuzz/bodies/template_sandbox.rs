//! Any template: no panic, and an end to all work and all memory.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use sx_sql::template::{check_syntax, render};

use super::template_around::around;

/// A debug build is slow, and the machine may be busy.
const LONGEST: Duration = Duration::from_secs(20);

pub fn holds(text: &str) {
    let _answered = ends(text);
    let _checked = check_syntax(text);
}

/// The text that the template becomes, or the sentence that says why not.
pub fn ends(text: &str) -> Result<String, String> {
    let begun = Instant::now();
    let rendered = render(text, &Arc::new(around("postgresql")));
    assert!(begun.elapsed() < LONGEST, "{} took {:?}", shortened(text), begun.elapsed());
    if let Ok(rendered) = &rendered {
        assert!(rendered.text.len() < 32 << 20);
    }
    rendered.map(|rendered| rendered.text).map_err(|error| error.to_string())
}

fn shortened(text: &str) -> String {
    text.chars().take(200).collect()
}
