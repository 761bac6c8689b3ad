//! Moments in words: `now`, `3 days ago`, `in 2 weeks`, `next monday at 9am`, `2 days after tomorrow`.

use chrono::{Datelike, NaiveDateTime, NaiveTime, Timelike, Weekday};

use super::clock::{Moment, TimeContext};
use super::date::{parse_date, weekday_beside};
use super::range::relative;
use super::unit::Unit;

/// The outer `None`: the words are no moment; the inner one: it lies beyond the calendar.
pub(super) type Read = Option<Option<Moment>>;

/// `text` is in lower case.
pub(super) fn in_words(text: &str, context: &TimeContext) -> Read {
    let text = text.replace(',', " ");
    let mut words: Vec<&str> = text.split_whitespace().flat_map(split_letter).collect();
    let offset = take_offset(&mut words);
    let time = take_time(&mut words)?;
    let Some(seconds) = offset else { return there(&words, time, context) };
    // The words hold where the offset says; the person is somewhere else.
    let there_offset = move |_: NaiveDateTime| seconds;
    let context = TimeContext { offset: &there_offset, ..*context };
    there(&words, time, &context)
}

fn there(words: &[&str], time: Option<NaiveTime>, context: &TimeContext) -> Read {
    let day = if words.is_empty() && time.is_some() { Some(context.today()) } else { day(words, context) }?;
    let Some(time) = time else { return Some(day) };
    Some(day.and_then(|day| context.local(day.local.date().and_time(time))))
}

/// What stands beside the time of day.
fn day(words: &[&str], context: &TimeContext) -> Read {
    let days = |count: i64| Some(context.today().and_then(|today| context.add(today, Unit::Day, count)));
    match words {
        ["now"] => Some(context.now()),
        ["today"] => days(0),
        ["yesterday"] => days(-1),
        ["tomorrow"] => days(1),
        ["day", "before", "yesterday"] | ["the", "day", "before", "yesterday"] => days(-2),
        ["day", "after", "tomorrow"] | ["the", "day", "after", "tomorrow"] => days(2),
        ["tonight"] => Some(context.today().and_then(|today| context.add(today, Unit::Hour, 21))),
        ["eod"] => days(0),
        ["eom"] => Some(end_of(Unit::Month, context)),
        ["eoy"] => Some(end_of(Unit::Year, context)),
        ["in", amounts @ ..] => from_today(amounts, 1, context),
        [amounts @ .., "ago" | "back"] => from_today(amounts, -1, context),
        [amounts @ .., "later" | "hence"] => from_today(amounts, 1, context),
        _ => signed(words, context)
            .or_else(|| beside(words, context))
            .or_else(|| weekday(words, context))
            .or_else(|| {
                let (count, unit) = relative(words)?;
                Some(base(unit.is_within_day(), context).and_then(|base| context.add(base, unit, count)))
            })
            .or_else(|| date(words, context)),
    }
}

fn date(words: &[&str], context: &TimeContext) -> Read {
    let this_year = context.now()?.local.year();
    Some(context.midnight(parse_date(words, this_year)?))
}

/// `-3 days`, `+2 weeks`.
fn signed(words: &[&str], context: &TimeContext) -> Read {
    let (first, rest) = words.split_first()?;
    let direction = match first.as_bytes().first()? {
        b'-' => -1,
        b'+' => 1,
        _ => return None,
    };
    let amounts: Vec<&str> = [&first[1..]].into_iter().chain(rest.iter().copied()).filter(|w| !w.is_empty()).collect();
    from_today(&amounts, direction, context)
}

/// `2 days after tomorrow`, `a week before 5 march`, `3 hours from now`.
fn beside(words: &[&str], context: &TimeContext) -> Read {
    let place = words.iter().position(|word| matches!(*word, "from" | "after" | "before"))?;
    let direction = if words[place] == "before" { -1 } else { 1 };
    let amounts = amounts(&words[..place])?;
    let base = day(&words[place + 1..], context)?;
    Some(base.and_then(|base| move_by(base, &amounts, direction, context)))
}

/// `last monday`, `next friday`, `monday`: the one to come.
fn weekday(words: &[&str], context: &TimeContext) -> Read {
    let (is_ahead, name) = match words {
        ["last" | "previous" | "past" | "prior", name] => (false, name),
        ["next" | "coming", name] | [name] => (true, name),
        ["this", name] => return this_weekday(name.parse().ok()?, context),
        _ => return None,
    };
    let wanted: Weekday = name.parse().ok()?;
    let found = |today: Moment| weekday_beside(today.local.date(), wanted, is_ahead);
    Some(context.today().and_then(found).and_then(|date| context.midnight(date)))
}

/// The one in this week, whether it is over or not.
fn this_weekday(wanted: Weekday, context: &TimeContext) -> Read {
    let week = context.today().and_then(|today| context.start(today, Unit::Week));
    let days = i64::from(wanted.days_since(context.week_start));
    Some(week.and_then(|week| context.add(week, Unit::Day, days)))
}

/// Days and longer count from midnight, shorter units from now.
fn from_today(words: &[&str], direction: i64, context: &TimeContext) -> Read {
    let amounts = amounts(words)?;
    let is_within_day = amounts.iter().any(|(_, unit)| unit.is_within_day());
    Some(base(is_within_day, context).and_then(|base| move_by(base, &amounts, direction, context)))
}

fn base(is_now: bool, context: &TimeContext) -> Option<Moment> {
    if is_now { context.now() } else { context.today() }
}

fn move_by(base: Moment, amounts: &[(i64, Unit)], direction: i64, context: &TimeContext) -> Option<Moment> {
    amounts.iter().try_fold(base, |moment, (count, unit)| context.add(moment, *unit, count.checked_mul(direction)?))
}

/// `1 week and 2 days`; parts of hours and minutes become smaller units.
fn amounts(words: &[&str]) -> Option<Vec<(i64, Unit)>> {
    let words: Vec<&str> = words.iter().copied().filter(|word| *word != "and").collect();
    if words.is_empty() || words.len() % 2 == 1 {
        return None;
    }
    let amount = |pair: &[&str]| {
        let unit = Unit::parse(pair[1]).or_else(|| Unit::parse_letter(pair[1]))?;
        match number(pair[0]) {
            Some(count) => Some((count, unit)),
            None => part(pair[0], unit),
        }
    };
    words.chunks_exact(2).map(amount).collect()
}

fn number(word: &str) -> Option<i64> {
    let names =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    match word {
        "a" | "an" => Some(1),
        _ if word.bytes().all(|byte| byte.is_ascii_digit()) => word.parse().ok(),
        _ => names.iter().position(|name| *name == word).and_then(|number| i64::try_from(number).ok()),
    }
}

/// `1.5 hours` in seconds.
fn part(word: &str, unit: Unit) -> Option<(i64, Unit)> {
    let share: f64 = word.parse().ok().filter(|share: &f64| (0.0..1e9).contains(share))?;
    let seconds = match unit {
        Unit::Second => 1.0,
        Unit::Minute => 60.0,
        Unit::Hour => 3600.0,
        _ => return None,
    };
    Some(((share * seconds).round() as i64, Unit::Second))
}

/// The last day, as LASTDAY gives it.
fn end_of(unit: Unit, context: &TimeContext) -> Option<Moment> {
    let next = context.add(context.start(context.today()?, unit)?, unit, 1)?;
    context.midnight(next.local.date().pred_opt()?)
}

/// `3d` → `3`, `d`.
fn split_letter(word: &str) -> Vec<&str> {
    let digits = word.trim_start_matches(['-', '+']).bytes().take_while(u8::is_ascii_digit).count();
    let end = word.len() - word.trim_start_matches(['-', '+']).len() + digits;
    if digits > 0 && end < word.len() && Unit::parse_letter(&word[end..]).is_some() {
        return vec![&word[..end], &word[end..]];
    }
    vec![word]
}

/// Takes the time of day out of the words; the inner `None` when there is none. `None` when there are two, or a wrong
/// one.
fn take_time(words: &mut Vec<&str>) -> Option<Option<NaiveTime>> {
    let mut found = None;
    let mut position = 0;
    while position < words.len() {
        let half = words.get(position + 1).copied().filter(|word| matches!(*word, "am" | "pm"));
        let Some(time) = time_of(words[position], half) else {
            position += 1;
            continue;
        };
        if found.replace(time?).is_some() {
            return None;
        }
        words.drain(position..=position + usize::from(half.is_some()));
        if position > 0 && matches!(words[position - 1], "at" | "@") {
            words.remove(position - 1);
            position -= 1;
        }
    }
    Some(found)
}

/// `10:30`, `10:30:15.5`, `5pm`, `5 pm`, `noon`; the inner `None` is a time that no clock shows.
fn time_of(word: &str, half: Option<&str>) -> Option<Option<NaiveTime>> {
    match word {
        "noon" | "midday" => return Some(NaiveTime::from_hms_opt(12, 0, 0)),
        "midnight" => return Some(Some(NaiveTime::MIN)),
        _ => {}
    }
    let own = word.strip_suffix("am").map(|digits| (digits, "am"));
    let own = own.or_else(|| word.strip_suffix("pm").map(|digits| (digits, "pm")));
    let (digits, half) = own.map_or((word, half), |(digits, half)| (digits, Some(half)));
    let looks_like_digits = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b':' || b == b'.');
    if !looks_like_digits || (half.is_none() && !digits.contains(':')) {
        return None;
    }
    let time = ["%H:%M:%S%.f", "%H:%M"].iter().find_map(|format| NaiveTime::parse_from_str(digits, format).ok());
    let time = time.or_else(|| NaiveTime::from_hms_opt(digits.parse().ok()?, 0, 0));
    Some(time.and_then(|time| in_half(time, half)))
}

/// Twelve comes before one on a clock with two halves.
fn in_half(time: NaiveTime, half: Option<&str>) -> Option<NaiveTime> {
    let Some(half) = half else { return Some(time) };
    if !(1..=12).contains(&time.hour()) {
        return None;
    }
    let hour = time.hour() % 12 + if half == "pm" { 12 } else { 0 };
    time.with_hour(hour)
}

/// Takes `utc`, `gmt`, `z` or `+02:00` off the end: seconds east of Greenwich.
fn take_offset(words: &mut Vec<&str>) -> Option<i32> {
    let last = *words.last()?;
    let seconds = match last {
        "utc" | "gmt" | "z" => 0,
        _ => offset_of(last).filter(|_| words.len() > 1)?,
    };
    words.pop();
    Some(seconds)
}

fn offset_of(word: &str) -> Option<i32> {
    let (direction, digits) = match word.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) =
        digits.split_once(':').or_else(|| digits.split_at_checked(2).filter(|_| digits.len() == 4))?;
    let number = |text: &str| (text.len() == 2).then(|| text.parse::<i32>().ok()).flatten();
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (hours < 24 && minutes < 60).then_some(direction * (hours * 3600 + minutes * 60))
}
