//! The work and the memory of one rendering.
//!
//! The engine's fuel counts instructions, whatever they work on. Whoever joins, copies or searches values pays here for
//! their size, so that neither a few instructions over large values nor a doubling of texts gets far.

use std::sync::atomic::{AtomicUsize, Ordering};

use minijinja::value::ValueKind;
use minijinja::{Error, Value};

use super::error::{refused, too_much};

/// Bytes and elements that one rendering may handle.
const BUDGET: usize = 16 << 20;
/// The largest value, in bytes and elements. More would not fit into a SQL text anyway.
pub(super) const LARGEST: usize = 256 << 10;
/// Lists in lists; deeper values would be walked by recursion elsewhere.
const DEEPEST: usize = 40;

#[derive(Debug)]
pub(super) struct Budget(AtomicUsize);

impl Budget {
    pub fn new() -> Self {
        Self(AtomicUsize::new(BUDGET))
    }

    pub fn charge(&self, cost: usize) -> Result<(), Error> {
        let taken = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(cost));
        taken.map(drop).map_err(|_| too_much())
    }

    /// Pays for handling these values.
    pub fn pay(&self, values: &[Value]) -> Result<(), Error> {
        let mut left = LARGEST;
        values.iter().try_for_each(|value| weigh(value, &mut left, 0))?;
        self.charge(1 + LARGEST - left)
    }

    /// Pays for a text that was made.
    pub fn pay_text(&self, bytes: usize) -> Result<(), Error> {
        if bytes > LARGEST { Err(refused("a text grows too large")) } else { self.charge(1 + bytes) }
    }
}

/// Takes the value's size from what is left; stops as soon as nothing is.
fn weigh(value: &Value, left: &mut usize, depth: usize) -> Result<(), Error> {
    let size = value.as_str().map_or(1, |text| 1 + text.len());
    *left = left.checked_sub(size).ok_or_else(|| refused("a value grows too large"))?;
    if depth > DEEPEST {
        return Err(refused("lists are nested too deeply"));
    }
    if matches!(value.kind(), ValueKind::Seq | ValueKind::Iterable | ValueKind::Map) {
        let is_map = value.kind() == ValueKind::Map;
        for item in value.try_iter()?.checked() {
            let item = item?;
            if is_map {
                weigh(&value.get_item(&item)?, left, depth + 1)?;
            }
            weigh(&item, left, depth + 1)?;
        }
    }
    Ok(())
}
