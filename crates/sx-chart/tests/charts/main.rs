//! Tests that loop over the kinds.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails by panicking, as the test itself does")]

mod formats;
mod hostile;
mod looks;
mod pivots;
mod questions;
mod samples;
