//! Ids that tie labels to fields and panels to their buttons.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use leptos::prelude::*;

/// A page made by the server counts from 1, so the same page is the same bytes; the browser counts what it makes itself.
const PREFIX: &str = if cfg!(feature = "hydrate") { "b" } else { "s" };

static COUNTED: AtomicU32 = AtomicU32::new(0);

#[derive(Clone, Default)]
struct Ids(Arc<AtomicU32>);

/// Starts counting anew, for one page.
pub fn provide_ids() {
    provide_context(Ids::default());
}

/// An id that nothing else on the page has.
///
/// What hydrates keeps the server's id, while the browser's half was given another: use it only for attributes that never
/// change, and make it where the elements are made that refer to each other.
pub fn use_id() -> String {
    let number = match use_context::<Ids>() {
        Some(ids) => ids.0.fetch_add(1, Ordering::Relaxed),
        None => COUNTED.fetch_add(1, Ordering::Relaxed),
    };
    format!("{PREFIX}{}", number + 1)
}
