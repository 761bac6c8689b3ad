//! The order of rows and columns.

use std::{cmp::Ordering, collections::HashMap};

use super::axis::{ALL, Axis, Key, Level};
use crate::{FormData, form};

/// How an axis is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Order {
    pub by_value: bool,
    descending: bool,
}

impl Order {
    /// `key_a_to_z`, `key_z_to_a`, `value_a_to_z` or `value_z_to_a`.
    pub fn of(form_data: &FormData, control: &str) -> Self {
        let name = form::text(form_data, control).unwrap_or_default();
        Self { by_value: name.starts_with("value"), descending: name.ends_with("z_to_a") }
    }
}

/// Sorts level by level, so that groups stay together. Metrics keep the form's order; `value` measures a whole row or column.
pub(super) fn sort(axis: &Axis, keys: &mut [Key], order: Order, value: impl Fn(&Key) -> f64) {
    let weights = if order.by_value { weights(keys, value) } else { HashMap::new() };
    keys.sort_by(|a, b| compare(axis, a, b, order, &weights));
}

/// Texts as people sort them: numbers within them by size.
pub(super) fn natural(a: &str, b: &str) -> Ordering {
    let (mut a_parts, mut b_parts) = (parts(a), parts(b));
    loop {
        let order = match (a_parts.next(), b_parts.next()) {
            (None, None) => return a.cmp(b),
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(a), Some(b)) => match (digits(a), digits(b)) {
                // The longer number is the larger one, however many digits there are.
                (Some(a), Some(b)) => a.len().cmp(&b.len()).then_with(|| a.cmp(b)),
                _ => a.to_lowercase().cmp(&b.to_lowercase()),
            },
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// The sum over all that a group holds, by the part of the key that names the group.
fn weights(keys: &[Key], value: impl Fn(&Key) -> f64) -> HashMap<Key, f64> {
    let mut weights = HashMap::new();
    for key in keys.iter().filter(|key| !key.contains(&ALL)) {
        let value = value(key);
        for length in 1..=key.len() {
            *weights.entry(key[..length].to_vec()).or_insert(0.0) += value;
        }
    }
    weights
}

fn compare(axis: &Axis, a: &Key, b: &Key, order: Order, weights: &HashMap<Key, f64>) -> Ordering {
    let Some(at) = (0..a.len().min(b.len())).find(|at| a[*at] != b[*at]) else { return Ordering::Equal };
    if a[at] == ALL || b[at] == ALL {
        // A grand total is always last; subtotals stand where the form wants them.
        let first = axis.on_top && axis.depth_at(at) > 0;
        return if (a[at] == ALL) == first { Ordering::Less } else { Ordering::Greater };
    }
    if matches!(axis.levels[at], Level::Metric) {
        return a[at].cmp(&b[at]);
    }
    let weight = |key: &Key| weights.get(&key[..=at]).copied().unwrap_or(0.0);
    let by_weight = if order.by_value { weight(a).total_cmp(&weight(b)) } else { Ordering::Equal };
    let ascending = by_weight.then_with(|| a[at].cmp(&b[at]));
    if order.descending { ascending.reverse() } else { ascending }
}

/// Without leading zeros.
fn digits(part: &str) -> Option<&str> {
    part.starts_with(|c: char| c.is_ascii_digit()).then(|| part.trim_start_matches('0'))
}

/// Runs of digits and runs of other letters.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_digit = rest.chars().next()?.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != is_digit).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        rest = after;
        Some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_within_texts_sort_by_size() {
        let mut names = ["Week 10", "week 9", "Week 2", "10 am", "9 am", "Zebra", "äpfel", "Week 2 b", "Week 02"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["9 am", "10 am", "Week 02", "Week 2", "Week 2 b", "week 9", "Week 10", "Zebra", "äpfel"]);
    }
}
