//! A point in time, as Python's `datetime` looks from a template.

use std::fmt;
use std::sync::Arc;

use chrono::format::{Item, StrftimeItems};
use chrono::{Datelike as _, NaiveDate, NaiveDateTime, Timelike as _};
use minijinja::value::{Object, ObjectRepr};
use minijinja::{Error, ErrorKind, State, Value};

use super::arguments::{Given as _, bind};
use super::error::refused;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment(pub NaiveDateTime);

/// The filter `to_datetime(format="%Y-%m-%d %H:%M:%S")`; None and an empty text stay None.
pub(super) fn to_datetime(value: &Value, args: &[Value]) -> Result<Value, Error> {
    let [format] = bind("to_datetime", ["format"], args)?;
    let format = format.text().unwrap_or_else(|| "%Y-%m-%d %H:%M:%S".to_owned());
    let text = Some(value.clone()).text().unwrap_or_default();
    let text = text.trim_matches(['\'', '"']);
    if text.is_empty() {
        return Ok(Value::from(()));
    }
    let pattern = pattern(&format)?;
    let midnight = |date: NaiveDate| date.and_hms_opt(0, 0, 0);
    let time = NaiveDateTime::parse_from_str(text, &pattern).ok();
    let time = time.or_else(|| NaiveDate::parse_from_str(text, &pattern).ok().and_then(midnight));
    let time = time.ok_or_else(|| refused(format!("“{text}” is not a time written as {format}")))?;
    Ok(Value::from_object(Moment(time)))
}

/// The time in Python's format.
pub(super) fn strftime(time: NaiveDateTime, format: &str) -> Result<String, Error> {
    use fmt::Write as _;
    let mut text = String::new();
    let written = write!(text, "{}", time.format(&pattern(format)?));
    written.map_err(|_| refused(format!("“{format}” is no format of a time")))?;
    Ok(text)
}

/// Python's `%f` are microseconds; unknown signs would make chrono fail while it writes.
fn pattern(format: &str) -> Result<String, Error> {
    let pattern = format.replace("%f", "%6f");
    let is_wrong = format.len() > 200 || StrftimeItems::new(&pattern).any(|item| item == Item::Error);
    if is_wrong { Err(refused("a format of a time cannot be read")) } else { Ok(pattern) }
}

impl Object for Moment {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let time = self.0;
        Some(match key.as_str()? {
            "year" => Value::from(time.year()),
            "month" => Value::from(time.month()),
            "day" => Value::from(time.day()),
            "hour" => Value::from(time.hour()),
            "minute" => Value::from(time.minute()),
            "second" => Value::from(time.second()),
            "microsecond" => Value::from(time.and_utc().timestamp_subsec_micros()),
            _ => return None,
        })
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        match method {
            "strftime" => {
                let [format] = bind(method, ["format"], args)?;
                let format = format.text().ok_or_else(|| refused("strftime() needs a format"))?;
                strftime(self.0, &format).map(Value::from)
            }
            "isoformat" => Ok(Value::from(iso(self.0))),
            "date" => Ok(Value::from(self.0.format("%Y-%m-%d").to_string())),
            "time" => Ok(Value::from(self.0.format("%H:%M:%S").to_string())),
            "timestamp" => Ok(Value::from(self.0.and_utc().timestamp())),
            "weekday" => Ok(Value::from(self.0.weekday().num_days_from_monday())),
            "isoweekday" => Ok(Value::from(self.0.weekday().number_from_monday())),
            _ => Err(Error::from(ErrorKind::UnknownMethod)),
        }
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let format = if self.0.nanosecond() == 0 { "%Y-%m-%d %H:%M:%S" } else { "%Y-%m-%d %H:%M:%S%.6f" };
        write!(f, "{}", self.0.format(format))
    }
}

/// Python's `isoformat()`.
fn iso(time: NaiveDateTime) -> String {
    let format = if time.nanosecond() == 0 { "%Y-%m-%dT%H:%M:%S" } else { "%Y-%m-%dT%H:%M:%S%.6f" };
    time.format(format).to_string()
}
