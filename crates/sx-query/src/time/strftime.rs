//! Times kept as text, in Python's strftime spelling.

use chrono::NaiveDateTime;
use chrono::format::{Item, StrftimeItems};

/// `None` when the format is none: chrono would panic while writing.
pub(crate) fn write(time: NaiveDateTime, format: &str) -> Option<String> {
    Some(time.format_with_items(items(format)?.into_iter()).to_string())
}

/// Reads a time, or a date at midnight.
pub(crate) fn read(text: &str, format: &str) -> Option<NaiveDateTime> {
    let chrono_format = in_chrono(format);
    NaiveDateTime::parse_from_str(text, &chrono_format).ok().or_else(|| read_partial(text, format))
}

/// Formats without a day (`%Y-%m`) or a time name the start of what they name.
fn read_partial(text: &str, format: &str) -> Option<NaiveDateTime> {
    let has = |letters: &[&str]| letters.iter().any(|letter| format.contains(letter));
    let mut text = text.to_owned();
    let mut format = in_chrono(format);
    let mut complete = |missing: bool, value: &str, letter: &str| {
        if missing {
            text.push_str(value);
            format.push_str(letter);
        }
    };
    let has_day = has(&["%j", "%c", "%x", "%D", "%F", "%s"]);
    complete(!has_day && !has(&["%m", "%b", "%B"]), " 01", " %m");
    complete(!has_day && !has(&["%d", "%e"]), " 01", " %d");
    let has_time = has(&["%c", "%T", "%X", "%R", "%s"]);
    complete(!has_time && !has(&["%H", "%I"]), " 00", " %H");
    complete(!has_time && !has(&["%M"]), " 00", " %M");
    NaiveDateTime::parse_from_str(&text, &format).ok()
}

fn items(format: &str) -> Option<Vec<Item<'static>>> {
    let format = in_chrono(format);
    let items: Vec<_> = StrftimeItems::new(&format).map(Item::to_owned).collect();
    (!items.contains(&Item::Error)).then_some(items)
}

/// Python's `%f` is six digits, chrono's is nine.
fn in_chrono(format: &str) -> String {
    format.replace(".%f", "%.6f").replace("%f", "%6f")
}
