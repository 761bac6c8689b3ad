//! Jinja in SQL: a text with Superset's macros becomes plain SQL, in a sandbox.
//!
//! ```text
//! text → tree (minijinja) → program, its operators replaced by ours (program) → run with fuel and a budget → text
//! ```
//!
//! A template reads nothing but its [`Surroundings`]: no clock, no files, no environment, no chance. What it makes is
//! text like any other and has to pass the [`Checker`](crate::Checker) afterwards. Values of the person who asks are
//! escaped for quotes, and outside of quotes they may be one word or one number only.

mod arguments;
mod budget;
mod engine;
mod error;
mod filters;
mod list;
mod macros;
mod methods;
mod moment;
mod operators;
mod program;
mod quoted;
mod reads;
mod surroundings;
mod text;
mod time_filter;

use std::sync::Arc;

use reads::Reads;

pub use error::TemplateError;
pub use surroundings::{Mode, Person, SeenFilter, Surroundings, Wish};

/// What a template became, and what it read on the way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rendered {
    pub text: String,
    /// Columns whose filters the template used.
    pub applied: Vec<String>,
    /// Columns whose filters the template asked to be left out of the question around it.
    pub removed: Vec<String>,
    /// What `cache_key_wrapper` was given, as JSON.
    pub cache_keys: Vec<String>,
}

/// Whether a text is a template at all: others pass untouched and cost this look only.
pub fn is_template(text: &str) -> bool {
    text.as_bytes().windows(2).any(|pair| matches!(pair, b"{{" | b"{%" | b"{#"))
}

/// The text that the template makes.
///
/// # Errors
/// A sentence with the line for the person who wrote it. [`TemplateError::Wants`] asks for something that was not given
/// with the surroundings: give it and render again.
pub fn render(text: &str, surroundings: &Arc<Surroundings>) -> Result<Rendered, TemplateError> {
    if !is_template(text) {
        return Ok(Rendered { text: text.to_owned(), ..Rendered::default() });
    }
    let reads = Arc::new(Reads::new(Arc::clone(surroundings)));
    let outcome = engine::render(text, &reads);
    let log = reads.take_log();
    if let Some(wish) = log.wish {
        return Err(TemplateError::Wants(wish));
    }
    let text = outcome?;
    quoted::require_quoted(surroundings.dialect, &text, &log.values)?;
    Ok(Rendered { text, applied: log.applied, removed: log.removed, cache_keys: log.cache_keys })
}

/// Whether the text is a template that can be read, without running it.
///
/// # Errors
/// A sentence with the line of the mistake.
pub fn check_syntax(text: &str) -> Result<(), TemplateError> {
    engine::check_syntax(text)
}
