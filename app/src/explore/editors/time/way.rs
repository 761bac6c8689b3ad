//! The ways to make a time range, and the phrases of each. No signals, no page.

use super::text::Sides;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    All,
    Last,
    Previous,
    Current,
    Custom,
    Advanced,
}

pub const WAYS: [(Way, &str, &str); 6] = [
    (Way::All, "all", "No filter"),
    (Way::Last, "last", "Last"),
    (Way::Previous, "previous", "Previous"),
    (Way::Current, "current", "Current"),
    (Way::Custom, "custom", "Custom"),
    (Way::Advanced, "advanced", "Advanced"),
];

pub const NO_FILTER: &str = "No filter";

/// The phrases of a way: the text that is stored, and what people read.
pub fn phrases(way: Way) -> &'static [(&'static str, &'static str)] {
    match way {
        Way::Last => &[
            ("Last day", "Last day"),
            ("Last week", "Last week"),
            ("Last month", "Last month"),
            ("Last quarter", "Last quarter"),
            ("Last year", "Last year"),
        ],
        Way::Previous => &[
            ("previous calendar week", "Previous calendar week"),
            ("previous calendar month", "Previous calendar month"),
            ("previous calendar quarter", "Previous calendar quarter"),
            ("previous calendar year", "Previous calendar year"),
        ],
        Way::Current => &[
            ("Current day", "Current day"),
            ("Current week", "Current week"),
            ("Current month", "Current month"),
            ("Current quarter", "Current quarter"),
            ("Current year", "Current year"),
        ],
        Way::All | Way::Custom | Way::Advanced => &[],
    }
}

/// The way in which a text was made, or could have been.
pub fn way_of(text: &str) -> Way {
    let text = text.trim();
    if text.is_empty() || text.eq_ignore_ascii_case(NO_FILTER) {
        return Way::All;
    }
    let phrase = [Way::Last, Way::Previous, Way::Current].into_iter().find(|way| phrase(*way, text).is_some());
    phrase.unwrap_or(if Sides::read(text).is_some() { Way::Custom } else { Way::Advanced })
}

/// The stored spelling of a phrase, however it is written.
pub fn phrase(way: Way, text: &str) -> Option<&'static str> {
    phrases(way).iter().map(|(stored, _)| *stored).find(|stored| stored.eq_ignore_ascii_case(text.trim()))
}
