//! The functions of the time range language: `DATEADD(DATETIME("today"), -7, day)`.

use chrono::{Datelike, NaiveDateTime};

use super::moment::parse_moment;
use super::unit::Unit;
use crate::QueryError;

static FUNCTIONS: &[&str] = &["DATETIME", "DATEADD", "DATETRUNC", "LASTDAY", "HOLIDAY"];

/// Whether the text begins with one of the functions.
pub(super) fn is_expression(text: &str) -> bool {
    text.split_once('(').is_some_and(|(name, _)| FUNCTIONS.contains(&name.trim().to_ascii_uppercase().as_str()))
}

/// The moment that an expression names.
pub(super) fn evaluate(text: &str, now: NaiveDateTime) -> Result<NaiveDateTime, QueryError> {
    let mut reader = Reader { rest: text, now };
    let time = reader.time()?;
    match reader.rest.trim() {
        "" => Ok(time),
        rest => Err(problem(format!("{rest:?} is left over after the time expression"))),
    }
}

struct Reader<'a> {
    rest: &'a str,
    now: NaiveDateTime,
}

impl<'a> Reader<'a> {
    fn time(&mut self) -> Result<NaiveDateTime, QueryError> {
        let function = self.word().to_ascii_uppercase();
        self.expect('(')?;
        let time = match function.as_str() {
            "DATETIME" => {
                let text = self.text()?;
                parse_moment(text, self.now)?
            }
            "DATEADD" => {
                let time = self.time()?;
                self.expect(',')?;
                let count = self.count()?;
                self.expect(',')?;
                self.unit()?.add(time, count).ok_or_else(beyond)?
            }
            "DATETRUNC" => {
                let time = self.time()?;
                self.expect(',')?;
                self.unit()?.start(time).ok_or_else(beyond)?
            }
            "LASTDAY" => {
                let time = self.time()?;
                self.expect(',')?;
                last_day(time, self.unit()?).ok_or_else(beyond)?
            }
            "HOLIDAY" => self.holiday()?,
            _ => return Err(problem(format!("{function:?} is no time function; there are {}", FUNCTIONS.join(", ")))),
        };
        self.expect(')')?;
        Ok(time)
    }

    /// An integer, or the difference of two moments.
    fn count(&mut self) -> Result<i64, QueryError> {
        self.skip_spaces();
        let negative = self.take_if('-');
        if !self.rest.trim_start().starts_with(|first: char| first.is_ascii_digit()) {
            let difference = self.difference()?;
            return Ok(if negative { -difference } else { difference });
        }
        let digits = self.word();
        let count: i64 = digits.parse().map_err(|_| problem(format!("{digits:?} is no whole number")))?;
        Ok(if negative { -count } else { count })
    }

    fn difference(&mut self) -> Result<i64, QueryError> {
        let function = self.word();
        if !function.eq_ignore_ascii_case("DATEDIFF") {
            return Err(problem(format!("a whole number or DATEDIFF is expected, not {function:?}")));
        }
        self.expect('(')?;
        let from = self.time()?;
        self.expect(',')?;
        let until = self.time()?;
        let unit = if self.take_if(',') { self.unit()? } else { Unit::Day };
        self.expect(')')?;
        match unit {
            Unit::Day => Ok((until - from).num_days()),
            Unit::Year => Ok(i64::from(until.year() - from.year())),
            _ => Err(problem("DATEDIFF counts days or years".into())),
        }
    }

    /// Only holidays that have the same date in every year and country.
    fn holiday(&mut self) -> Result<NaiveDateTime, QueryError> {
        let name = self.text()?.to_owned();
        let year = if self.take_if(',') { self.time()? } else { self.now };
        if self.take_if(',') {
            self.text()?;
        }
        let (month, day) = match name.to_ascii_lowercase().as_str() {
            "christmas" | "christmas day" => (12, 25),
            "christmas eve" => (12, 24),
            "new year" | "new year's day" => (1, 1),
            "new year's eve" => (12, 31),
            _ => return Err(problem(format!("Unable to find such a holiday: [{name}]"))),
        };
        let date = chrono::NaiveDate::from_ymd_opt(year.year(), month, day).ok_or_else(beyond)?;
        Ok(date.and_time(chrono::NaiveTime::MIN))
    }

    fn unit(&mut self) -> Result<Unit, QueryError> {
        let word = self.word();
        Unit::parse(word).ok_or_else(|| problem(format!("{word:?} is no unit of time")))
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
        let (text, rest) = match self.rest.chars().next() {
            Some(quote @ ('"' | '\'')) => self.rest[1..].split_once(quote),
            _ => self.rest.find([',', ')']).map(|end| self.rest.split_at(end)),
        }
        .ok_or_else(|| problem("a text lacks its end".into()))?;
        self.rest = rest;
        Ok(text)
    }

    fn expect(&mut self, sign: char) -> Result<(), QueryError> {
        match self.take_if(sign) {
            true => Ok(()),
            false => Err(problem(format!("{sign:?} is expected before {:?}", self.rest))),
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
}

/// The last day of the unit, at midnight; weeks end on Sunday.
fn last_day(time: NaiveDateTime, unit: Unit) -> Option<NaiveDateTime> {
    Unit::Day.add(unit.add(unit.start(time)?, 1)?, -1)
}

fn problem(text: String) -> QueryError {
    QueryError::TimeRange(text)
}

pub(super) fn beyond() -> QueryError {
    QueryError::TimeRange("The time lies beyond the calendar".into())
}
