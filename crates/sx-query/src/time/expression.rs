//! The functions of the time range language: `DATEADD(DATETIME("today"), -7, day)`.

use chrono::Datelike;

use super::clock::{Moment, TimeContext};
use super::holiday::find_holiday;
use super::moment::{beyond, parse_moment};
use super::unit::Unit;
use crate::QueryError;

static FUNCTIONS: &[&str] = &["DATETIME", "DATEADD", "DATETRUNC", "LASTDAY", "HOLIDAY"];
/// Functions inside functions; each level costs some stack.
const MOST_LEVELS: usize = 50;

/// Whether the text begins with one of the functions.
pub(super) fn is_expression(text: &str) -> bool {
    text.split_once('(').is_some_and(|(name, _)| FUNCTIONS.contains(&name.trim().to_ascii_uppercase().as_str()))
}

/// The moment that an expression names.
pub(super) fn evaluate(text: &str, context: &TimeContext) -> Result<Moment, QueryError> {
    let mut reader = Reader { text, rest: text, context, level: 0 };
    let moment = reader.moment()?;
    match reader.rest.trim() {
        "" => Ok(moment),
        rest => Err(problem(format!("{rest:?} is left over after the time expression"))),
    }
}

struct Reader<'a> {
    text: &'a str,
    rest: &'a str,
    context: &'a TimeContext<'a>,
    level: usize,
}

impl<'a> Reader<'a> {
    fn moment(&mut self) -> Result<Moment, QueryError> {
        self.level += 1;
        if self.level > MOST_LEVELS {
            return Err(problem(format!("A time expression has {MOST_LEVELS} functions inside each other at most")));
        }
        let start = self.place();
        let function = self.word().to_ascii_uppercase();
        if !FUNCTIONS.contains(&function.as_str()) {
            let names = FUNCTIONS.join(", ");
            return Err(problem(format!("{function:?} {start} is no time function; there are {names}")));
        }
        self.expect('(')?;
        let moment = match function.as_str() {
            "DATETIME" => {
                let text = self.text()?;
                parse_moment(text, self.context)?
            }
            "DATEADD" => {
                let moment = self.moment()?;
                self.expect(',')?;
                let count = self.count()?;
                self.expect(',')?;
                let unit = self.unit()?;
                self.context.add(moment, unit, count).ok_or_else(beyond)?
            }
            "DATETRUNC" => {
                let moment = self.moment()?;
                self.expect(',')?;
                let unit = self.unit()?;
                self.context.start(moment, unit).ok_or_else(beyond)?
            }
            "LASTDAY" => {
                let moment = self.moment()?;
                self.expect(',')?;
                let place = self.place();
                let unit = self.unit()?;
                if unit.is_within_day() {
                    return Err(problem(format!("LASTDAY takes day, week, month, quarter or year {place}")));
                }
                last_day(moment, unit, self.context).ok_or_else(beyond)?
            }
            _ => self.holiday()?,
        };
        // A comma too many is no mistake to the reference.
        self.take_if(',');
        self.expect(')')?;
        self.level -= 1;
        Ok(moment)
    }

    /// An integer, or the difference of two moments.
    fn count(&mut self) -> Result<i64, QueryError> {
        self.skip_spaces();
        let negative = self.take_if('-');
        if !negative {
            self.take_if('+');
        }
        if !self.rest.trim_start().starts_with(|first: char| first.is_ascii_digit()) {
            let difference = self.difference()?;
            return Ok(if negative { -difference } else { difference });
        }
        let place = self.place();
        let digits = self.word();
        let count: i64 = digits.parse().map_err(|_| problem(format!("{digits:?} {place} is no whole number")))?;
        Ok(if negative { -count } else { count })
    }

    /// Whole days are counted down: a day and an hour back is two days back, as in the reference.
    fn difference(&mut self) -> Result<i64, QueryError> {
        let place = self.place();
        let function = self.word();
        if !function.eq_ignore_ascii_case("DATEDIFF") {
            return Err(problem(format!("a whole number or DATEDIFF is expected {place}, not {function:?}")));
        }
        self.expect('(')?;
        let from = self.moment()?.local;
        self.expect(',')?;
        let until = self.moment()?.local;
        let place = self.place();
        let unit = if self.take_if(',') && !self.rest.trim_start().starts_with(')') { self.unit()? } else { Unit::Day };
        self.take_if(',');
        self.expect(')')?;
        match unit {
            Unit::Day => Ok((until - from).num_seconds().div_euclid(86_400)),
            Unit::Year => Ok(i64::from(until.year() - from.year())),
            _ => Err(problem(format!("DATEDIFF counts days or years {place}"))),
        }
    }

    /// The commas between the arguments may be missing.
    fn holiday(&mut self) -> Result<Moment, QueryError> {
        let name = self.text()?;
        self.take_if(',');
        let is_moment = self.rest.trim_start().starts_with(|first: char| first.is_ascii_alphabetic());
        let year = if is_moment { self.moment()? } else { self.context.now().ok_or_else(beyond)? };
        self.take_if(',');
        let country = match self.rest.trim_start().starts_with(['"', '\'']) {
            true => self.text()?,
            false => "US",
        };
        let date = find_holiday(name, country, year.local.year()).map_err(problem)?;
        self.context.midnight(date).ok_or_else(beyond)
    }

    fn unit(&mut self) -> Result<Unit, QueryError> {
        let place = self.place();
        let word = self.word();
        Unit::parse(word).ok_or_else(|| problem(format!("{word:?} {place} is no unit of time")))
    }

    fn word(&mut self) -> &'a str {
        self.skip_spaces();
        let end = self.rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    /// A quoted text; the quotes may be single, double or missing.
    fn text(&mut self) -> Result<&'a str, QueryError> {
        self.skip_spaces();
        let place = self.place();
        let (text, rest) = match self.rest.chars().next() {
            Some(quote @ ('"' | '\'')) => self.rest[1..].split_once(quote),
            _ => self.rest.find([',', ')']).map(|end| self.rest.split_at(end)),
        }
        .ok_or_else(|| problem(format!("the text {place} lacks its end")))?;
        self.rest = rest;
        Ok(text)
    }

    fn expect(&mut self, sign: char) -> Result<(), QueryError> {
        match self.take_if(sign) {
            true => Ok(()),
            false => Err(problem(format!("{:?} is expected {}", sign.to_string(), self.place()))),
        }
    }

    fn take_if(&mut self, sign: char) -> bool {
        self.skip_spaces();
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Where the reader is, for people: letters are counted from 1.
    fn place(&self) -> String {
        let rest = self.rest.trim_start();
        let before = self.text.len() - rest.len();
        match rest {
            "" => "at the end".into(),
            _ => format!("at letter {}", self.text[..before].chars().count() + 1),
        }
    }
}

/// The last day of the unit, at midnight.
fn last_day(moment: Moment, unit: Unit, context: &TimeContext) -> Option<Moment> {
    let next = context.add(context.start(moment, unit)?, unit, 1)?;
    context.midnight(next.local.date().pred_opt()?)
}

fn problem(text: String) -> QueryError {
    QueryError::TimeRange(text)
}
