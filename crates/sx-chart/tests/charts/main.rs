//! Tests that loop over the kinds.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails by panicking, as the test itself does")]

mod formats;
mod hostile;
mod looks;
mod questions;
mod samples;
