//! The formats that are offered, what they look like, and which texts are none. No signals, no page.

use sx_chart::format::{format_number, format_time};

use crate::ui::SelectOption;

const NUMBER: f64 = 12_345.432;

/// 2023-11-05T14:07:09.123Z, a Sunday.
const MOMENT: f64 = 1_699_193_229_123.0;

const NUMBERS: [&str; 20] = [
    "SMART_NUMBER",
    "SMART_NUMBER_SIGNED",
    "~g",
    ",d",
    ".0f",
    ".1f",
    ".2f",
    ",.1f",
    ",.2f",
    ".3s",
    ".1%",
    ".2%",
    ".3%",
    "+,",
    "$,.2f",
    "DURATION",
    "DURATION_SUB",
    "DURATION_COL",
    "MEMORY_DECIMAL",
    "MEMORY_BINARY",
];

const TIMES: [&str; 13] = [
    "smart_date",
    "smart_date_verbose",
    "smart_date_detailed",
    "%Y-%m-%d",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%Y-%m-%d %H:%M:%S",
    "%d-%m-%Y %H:%M:%S",
    "%H:%M:%S",
    "%b %Y",
    "%Y",
    "%Y Q%q",
];

/// Directives of d3-time-format.
const DIRECTIVES: &str = "aAbBcdefgGHIjLmMpqQsSuUVwWxXyYZ%";

pub fn number_options() -> Vec<SelectOption> {
    let hint = |format: &str| {
        let note = if format == "SMART_NUMBER" { "adaptive, " } else { "" };
        format!("{note}{}", number_example(format))
    };
    NUMBERS.iter().map(|format| SelectOption::plain(*format).with_hint(hint(format))).collect()
}

pub fn time_options() -> Vec<SelectOption> {
    let hint = |format: &str| {
        let note = if format == "smart_date" { "adaptive, " } else { "" };
        format!("{note}{}", time_example(format))
    };
    TIMES.iter().map(|format| SelectOption::plain(*format).with_hint(hint(format))).collect()
}

pub fn is_offered_number(text: &str) -> bool {
    text.is_empty() || NUMBERS.contains(&text)
}

pub fn is_offered_time(text: &str) -> bool {
    text.is_empty() || TIMES.contains(&text)
}

/// `12345.432 → 12.3k`.
pub fn number_example(format: &str) -> String {
    // Durations are of milliseconds and read better when they are long.
    let number = if format.starts_with("DURATION") { NUMBER * 1000.0 } else { NUMBER };
    format!("{number} → {}", format_number(format, number))
}

/// `2023-11-05 14:07:09 → Nov 2023`.
pub fn time_example(format: &str) -> String {
    // Adaptive formats show the smallest unit that is not at its start; a day says more than milliseconds.
    let moment = if format.is_empty() || format.starts_with("smart") { MOMENT - MOMENT % 86_400_000.0 } else { MOMENT };
    format!("{} → {}", format_time("%Y-%m-%d %H:%M:%S", moment), format_time(format, moment))
}

/// Why the text is no number format, as a sentence.
pub fn number_problem(text: &str) -> Option<String> {
    let shown = format_number(text, NUMBER);
    shown.contains("(Invalid format:").then(|| format!("“{text}” is no number format. Try “,.2f” or “.1%”."))
}

/// Why the text is no time format, as a sentence.
pub fn time_problem(text: &str) -> Option<String> {
    if is_offered_time(text) {
        return None;
    }
    let mut signs = text.chars();
    let mut count = 0;
    while let Some(sign) = signs.next() {
        if sign != '%' {
            continue;
        }
        let directive = match signs.next() {
            Some('-' | '_' | '0') => signs.next(),
            other => other,
        };
        match directive.filter(|directive| DIRECTIVES.contains(*directive)) {
            Some(_) => count += 1,
            None => {
                return Some(format!("“%{}” is no part of a time.", directive.map(String::from).unwrap_or_default()));
            }
        }
    }
    (count == 0).then(|| format!("“{text}” shows no part of the time. Try “%Y-%m-%d”."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_offered_is_a_format_with_an_example() {
        for option in number_options() {
            assert_eq!(number_problem(&option.value), None, "{}", option.value);
        }
        for option in time_options() {
            assert_eq!(time_problem(&option.value), None, "{}", option.value);
        }
        assert_eq!(number_example(",.2f"), "12345.432 → 12,345.43");
        assert_eq!(time_example("%b %Y"), "2023-11-05 14:07:09 → Nov 2023");
        assert_eq!(time_example("smart_date_verbose"), "2023-11-05 00:00:00 → Sun Nov 5 2023");
    }

    #[test]
    fn other_texts_are_told_apart() {
        assert_eq!((number_problem(""), time_problem("")), (None, None));
        assert!(number_problem("two digits").is_some());
        assert_eq!(time_problem("week %V of %G"), None);
        assert_eq!(time_problem("%-d/%-m"), None);
        assert!(time_problem("year").is_some());
        assert_eq!(time_problem("%k").as_deref(), Some("“%k” is no part of a time."));
    }
}
