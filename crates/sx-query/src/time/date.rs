//! Dates and times in digits and names of months: `2024-01-05 10:30`, `5 March`, `Jan 5th, 2024`, `03/2024`.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

static TIME_FORMATS: &[&str] = &[
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
];
static DATE_FORMATS: &[&str] = &[
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%m/%d/%Y",
    "%Y%m%d",
    "%d %b %Y",
    "%d %B %Y",
    "%b %d %Y",
    "%B %d %Y",
    "%b %d, %Y",
    "%B %d, %Y",
];

/// A complete date or time in digits; an offset is taken into account, the answer is UTC.
pub(crate) fn parse_time(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim();
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.naive_utc());
    }
    parse_local(text)
}

/// The same without an offset.
pub(super) fn parse_local(text: &str) -> Option<NaiveDateTime> {
    let time = TIME_FORMATS.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    let date = || DATE_FORMATS.iter().find_map(|format| NaiveDate::parse_from_str(text, format).ok()).map(midnight);
    // A format takes `24` for a year of four digits.
    let is_written = |time: &NaiveDateTime| text.contains(&format!("{:04}", time.year()));
    time.filter(is_written).or_else(|| date().filter(is_written))
}

/// A date of which parts may be missing: the year is this one then, the month January and the day the first.
/// `words` are in lower case; days of the week beside a date say nothing new.
pub(super) fn parse_date(words: &[&str], this_year: i32) -> Option<NaiveDate> {
    let mut parts = Parts::default();
    for word in words.iter().filter(|word| !matches!(**word, "of" | "the" | "on")) {
        parts.take(word, this_year)?;
    }
    if parts.is_empty() {
        return None;
    }
    let year = parts.year.unwrap_or(this_year);
    NaiveDate::from_ymd_opt(year, parts.month.unwrap_or(1), parts.day.unwrap_or(1))
}

#[derive(Default)]
struct Parts {
    year: Option<i32>,
    month: Option<u32>,
    day: Option<u32>,
}

impl Parts {
    /// A number alone may be a day only beside a month.
    fn is_empty(&self) -> bool {
        self.year.is_none() && self.month.is_none()
    }

    fn take(&mut self, word: &str, this_year: i32) -> Option<()> {
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        if let Some(month) = month_of(word) {
            return put(&mut self.month, month);
        }
        if word.parse::<Weekday>().is_ok() {
            return Some(());
        }
        if let Some(quarter) = word.strip_prefix('q').and_then(|quarter| quarter.parse::<u32>().ok()) {
            return if (1..=4).contains(&quarter) { put(&mut self.month, quarter * 3 - 2) } else { None };
        }
        if digits == word.len() {
            return self.number(word, this_year);
        }
        if matches!(&word[digits..], "st" | "nd" | "rd" | "th") {
            return put(&mut self.day, word[..digits].parse().ok()?);
        }
        self.joined(word, this_year)
    }

    fn number(&mut self, digits: &str, this_year: i32) -> Option<()> {
        let number: u32 = digits.parse().ok()?;
        match digits.len() {
            4 => put(&mut self.year, i32::try_from(number).ok()?),
            1 | 2 if self.day.is_none() && (1..=31).contains(&number) => put(&mut self.day, number),
            1 | 2 => put(&mut self.year, near(number, this_year)),
            _ => None,
        }
    }

    /// `2024-3-5`, `3/5/2024` (the month first, unless it cannot be one), `5-mar-2024`, `03/2024`, `2024-q1`.
    fn joined(&mut self, word: &str, this_year: i32) -> Option<()> {
        let sign = ['-', '/', '.'].into_iter().find(|sign| word.contains(*sign))?;
        let parts: Vec<&str> = word.split(sign).collect();
        if parts.iter().any(|part| part.is_empty()) || parts.len() > 3 {
            return None;
        }
        let is_number = |part: &str| part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        if !parts.iter().all(|part| is_number(part)) {
            return parts.into_iter().try_for_each(|part| self.take(part, this_year));
        }
        let numbers: Vec<u32> = parts.iter().map(|part| part.parse().ok()).collect::<Option<_>>()?;
        let is_year = |position: usize| parts.get(position).is_some_and(|part| part.len() == 4);
        let (year, month, day) = match numbers[..] {
            [year, month, day] if is_year(0) => (Some(year), month, Some(day)),
            [first, second, year] if first > 12 => (Some(year), second, Some(first)),
            [month, day, year] => (Some(year), month, Some(day)),
            [year, month] if is_year(0) => (Some(year), month, None),
            [month, year] if is_year(1) => (Some(year), month, None),
            [first, second] if first > 12 => (None, second, Some(first)),
            [month, day] => (None, month, Some(day)),
            _ => return None,
        };
        if let Some(year) = year {
            put(&mut self.year, if year < 100 { near(year, this_year) } else { i32::try_from(year).ok()? })?;
        }
        put(&mut self.month, month)?;
        day.map_or(Some(()), |day| put(&mut self.day, day))
    }
}

/// Each part is said once.
fn put<T>(slot: &mut Option<T>, value: T) -> Option<()> {
    slot.replace(value).is_none().then_some(())
}

/// Two digits are a year within half a century of this one.
fn near(digits: u32, this_year: i32) -> i32 {
    let year = this_year.div_euclid(100) * 100 + i32::try_from(digits).unwrap_or_default();
    if year >= this_year + 50 {
        year - 100
    } else if year < this_year - 50 {
        year + 100
    } else {
        year
    }
}

/// 1 for `january`, `jan` and `jan.`.
fn month_of(word: &str) -> Option<u32> {
    let word = word.strip_suffix('.').unwrap_or(word);
    if word == "sept" {
        return Some(9);
    }
    word.parse::<chrono::Month>().ok().map(|month| month.number_from_month())
}

fn midnight(date: NaiveDate) -> NaiveDateTime {
    date.and_time(NaiveTime::MIN)
}

/// The nearest such day before or after, never the day itself.
pub(super) fn weekday_beside(date: NaiveDate, wanted: Weekday, is_ahead: bool) -> Option<NaiveDate> {
    let days = if is_ahead { wanted.days_since(date.weekday()) } else { date.weekday().days_since(wanted) };
    let days = chrono::Days::new(u64::from(if days == 0 { 7 } else { days }));
    if is_ahead { date.checked_add_days(days) } else { date.checked_sub_days(days) }
}
