//! Parameters in the types of the protocol.

use chrono::{DateTime, Datelike as _, Timelike as _};
use mysql_common::Value;
use sx_query::Param;

/// `None` for a moment that the protocol has no place for.
pub(super) fn value(param: &Param) -> Option<Value> {
    Some(match param {
        Param::Null => Value::NULL,
        Param::Bool(yes) => Value::Int((*yes).into()),
        Param::Int(number) => Value::Int(*number),
        // What is no number is nothing to MySQL.
        Param::Float(number) if !number.is_finite() => Value::NULL,
        Param::Float(number) => Value::Double(*number),
        Param::Text(text) => Value::Bytes(text.as_bytes().to_vec()),
        Param::Time(micros) => {
            let time = DateTime::from_timestamp_micros(*micros)?.naive_utc();
            let year = u16::try_from(time.year()).ok().filter(|year| *year <= 9999)?;
            let (month, day) = (time.month() as u8, time.day() as u8);
            let (hour, minute, second) = (time.hour() as u8, time.minute() as u8, time.second() as u8);
            Value::Date(year, month, day, hour, minute, second, time.nanosecond() / 1000)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_their_types() {
        assert_eq!(value(&Param::Time(1_700_000_000_123_456)), Some(Value::Date(2023, 11, 14, 22, 13, 20, 123_456)));
        assert_eq!(value(&Param::Time(i64::MAX)), None);
        assert_eq!(value(&Param::Float(f64::NAN)), Some(Value::NULL));
        assert_eq!(value(&Param::Bool(true)), Some(Value::Int(1)));
    }
}
