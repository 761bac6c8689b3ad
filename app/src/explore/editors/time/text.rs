//! Time ranges with two ends, as texts of the reference's grammar. No signals, no page.

use super::way::NO_FILTER;

/// Half-open: from the first, up to but without the second.
#[derive(Clone, Debug, PartialEq)]
pub struct Sides {
    pub from: Side,
    pub until: Side,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Side {
    Open,
    Now,
    /// The start of today.
    Midnight,
    Relative(Relative),
    /// `2024-01-31` or `2024-01-31T12:00:00`.
    At(String),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Relative {
    pub count: u32,
    pub unit: &'static str,
    pub is_after: bool,
    /// `now`, `today`, or a date.
    pub anchor: String,
}

pub const UNITS: [&str; 8] = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"];

impl Default for Sides {
    fn default() -> Self {
        Self { from: Side::Relative(Relative::default()), until: Side::Midnight }
    }
}

impl Default for Relative {
    fn default() -> Self {
        Self { count: 7, unit: "day", is_after: false, anchor: "today".to_owned() }
    }
}

impl Sides {
    /// None where the text says more than two sides can show.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let (from, until) = text
            .split_once(" : ")
            .or_else(|| Some((text.strip_suffix(" :")?, "")))
            .or_else(|| Some(("", text.strip_prefix(": ")?)))?;
        Some(Self { from: Side::read(from)?, until: Side::read(until)? })
    }

    pub fn write(&self) -> String {
        match (&self.from, &self.until) {
            (Side::Open, Side::Open) => NO_FILTER.to_owned(),
            (from, until) => format!("{} : {}", from.write(), until.write()),
        }
    }
}

impl Side {
    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        Some(match text.to_ascii_lowercase().as_str() {
            "" => Self::Open,
            "now" => Self::Now,
            "today" | "midnight" => Self::Midnight,
            _ if is_moment(text) => Self::At(text.to_owned()),
            _ => Self::Relative(Relative::read(text)?),
        })
    }

    fn write(&self) -> String {
        match self {
            Self::Open => String::new(),
            Self::Now => "now".to_owned(),
            Self::Midnight => "today".to_owned(),
            Self::At(text) => text.clone(),
            Self::Relative(relative) => relative.write(),
        }
    }
}

impl Relative {
    /// `DATEADD(DATETIME("now"), -7, day)`.
    fn read(text: &str) -> Option<Self> {
        let inner = strip_prefix_ignoring_case(text, "DATEADD(DATETIME(")?.strip_suffix(')')?;
        let (anchor, rest) = inner.split_once(')')?;
        let mut parts = rest.strip_prefix(',')?.split(',');
        let (count, unit) = (parts.next()?.trim().parse::<i32>().ok()?, parts.next()?.trim().to_ascii_lowercase());
        let unit = unit.strip_suffix('s').unwrap_or(&unit);
        let unit = UNITS.into_iter().find(|known| *known == unit)?;
        let anchor = anchor.trim().trim_matches(['"', '\'']).to_owned();
        let is_known = matches!(anchor.as_str(), "now" | "today") || is_moment(&anchor);
        (parts.next().is_none() && is_known).then(|| Self {
            count: count.unsigned_abs(),
            unit,
            is_after: count > 0,
            anchor,
        })
    }

    fn write(&self) -> String {
        let sign = if self.is_after || self.count == 0 { "" } else { "-" };
        format!("DATEADD(DATETIME(\"{}\"), {sign}{}, {})", self.anchor, self.count, self.unit)
    }
}

/// A date, with or without a time of day, in digits.
fn is_moment(text: &str) -> bool {
    let shape: String = text.chars().map(|sign| if sign.is_ascii_digit() { '0' } else { sign }).collect();
    ["0000-00-00", "0000-00-00T00:00", "0000-00-00T00:00:00", "0000-00-00 00:00:00"].contains(&shape.as_str())
}

/// As `<input type=datetime-local>` takes it.
pub fn to_input(moment: &str) -> String {
    let moment = moment.replace(' ', "T");
    match moment.len() {
        10 => format!("{moment}T00:00"),
        0 => String::new(),
        _ => moment.chars().take(16).collect(),
    }
}

/// With seconds, as the reference writes it; else as it is.
pub fn from_input(text: &str) -> String {
    if text.len() == 16 { format!("{text}:00") } else { text.to_owned() }
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

#[cfg(test)]
mod tests {
    use super::{
        super::way::{Way, phrase, phrases, way_of},
        *,
    };

    /// All that the editor can make.
    fn made() -> Vec<String> {
        let mut texts = vec![NO_FILTER.to_owned()];
        for way in [Way::Last, Way::Previous, Way::Current] {
            texts.extend(phrases(way).iter().map(|(text, _)| (*text).to_owned()));
        }
        let mut sides = vec![Side::Open, Side::Now, Side::Midnight, Side::At("2024-01-31T12:30:00".into())];
        for unit in UNITS {
            sides.push(Side::Relative(Relative { count: 3, unit, ..Relative::default() }));
            sides.push(Side::Relative(Relative { unit, is_after: true, anchor: "now".into(), ..Relative::default() }));
        }
        texts.extend(sides.iter().map(|side| Sides { from: side.clone(), until: Side::Open }.write()));
        texts.extend(sides.iter().map(|side| Sides { from: Side::Open, until: side.clone() }.write()));
        texts
    }

    #[test]
    fn every_text_is_a_time_range() {
        for text in made() {
            let range = sx_query::resolve_time_range(&text, Default::default());
            assert!(range.is_ok(), "{text}: {range:?}");
        }
    }

    #[test]
    fn every_text_is_read_into_the_way_that_made_it() {
        for text in made() {
            match way_of(&text) {
                Way::All => assert_eq!(text, NO_FILTER),
                Way::Custom => assert_eq!(Sides::read(&text).map(|sides| sides.write()), Some(text)),
                way => assert_eq!(phrase(way, &text), Some(text.as_str())),
            }
        }
    }

    #[test]
    fn texts_of_the_reference_are_read() {
        let relative = |count, unit, anchor: &str| {
            Side::Relative(Relative { count, unit, is_after: false, anchor: anchor.into() })
        };
        assert_eq!(
            Sides::read(r#"DATEADD(DATETIME("now"), -1, month) : now"#),
            Some(Sides { from: relative(1, "month", "now"), until: Side::Now })
        );
        assert_eq!(
            Sides::read("2024-01-01 : 2024-02-01").map(|sides| sides.until),
            Some(Side::At("2024-02-01".into()))
        );
        assert_eq!(way_of("last WEEK"), Way::Last);
        for text in ["Last 30 days", "100 years ago : now", r#"DATETRUNC(DATETIME("today"), year) : now"#, "soon"] {
            assert_eq!(way_of(text), Way::Advanced, "{text}");
        }
    }

    #[test]
    fn moments_fit_the_platforms_input() {
        assert_eq!(to_input("2024-01-31"), "2024-01-31T00:00");
        assert_eq!(to_input("2024-01-31 12:30:00"), "2024-01-31T12:30");
        assert_eq!(from_input("2024-01-31T12:30"), "2024-01-31T12:30:00");
    }
}
