//! SQLite, which has no type for times: a moment is a text.

use super::{Dialect, TimeGrain, literal};
use crate::Param;

pub struct Sqlite;

impl Sqlite {
    /// The shortest text of a moment (microseconds since 1970): `2024-01-31`, `2024-01-31 12:00:00`, `… 12:00:00.5`.
    ///
    /// Files hold `2024-01-31`, `2024-01-31 00:00:00` and `2024-01-31 00:00:00.000000` for the same moment. The shortest
    /// text sorts before all of them and behind all earlier moments, so `column >= moment` and `column < moment` are right
    /// whichever the file holds; with the reference's six digits, the midnight of the first day is lost.
    pub fn moment(micros: i64) -> String {
        let text = literal::time_text(micros);
        let text = text.trim_end_matches('0').trim_end_matches('.');
        text.strip_suffix(" 00:00:00").unwrap_or(text).to_owned()
    }
}

impl Dialect for Sqlite {
    fn id(&self) -> &'static str {
        "sqlite"
    }

    fn time_grains(&self) -> &'static [TimeGrain] {
        TIME_GRAINS
    }

    fn hidden_time_grains(&self) -> &'static [TimeGrain] {
        HIDDEN_TIME_GRAINS
    }

    /// Values have types of their own, and columns none.
    fn placeholder(&self, n: usize, _param: &Param) -> String {
        format!("?{n}")
    }

    fn literal(&self, value: &Param) -> String {
        match value {
            Param::Time(micros) => literal::quoted(&Self::moment(*micros)),
            // There is no NaN, and infinity is what is too large.
            Param::Float(number) if number.is_nan() => "NULL".into(),
            Param::Float(f64::INFINITY) => "9e999".into(),
            Param::Float(f64::NEG_INFINITY) => "(-9e999)".into(),
            other => literal::standard(other),
        }
    }

    fn times_are_texts(&self) -> bool {
        true
    }

    fn has_ilike(&self) -> bool {
        false
    }

    /// A sub-query with a LIMIT is neither merged with the query around it, nor do conditions move into it.
    fn fence(&self) -> &'static str {
        " LIMIT -1 OFFSET 0"
    }

    fn ascending(&self) -> &'static str {
        "ASC NULLS LAST"
    }

    fn descending(&self) -> &'static str {
        "DESC NULLS FIRST"
    }

    fn epoch_seconds_to_time(&self, column: &str) -> String {
        format!("datetime({column}, 'unixepoch')")
    }

    fn epoch_millis_to_time(&self, column: &str) -> String {
        format!("datetime(({column} / 1000), 'unixepoch')")
    }
}

const fn grain(name: &'static str, function: &'static str, duration: &'static str) -> TimeGrain {
    TimeGrain { name, function, duration }
}

const HALF_HOUR: &str =
    "DATETIME(STRFTIME('%Y-%m-%dT%H:%M:00', {col}), printf('-%d minutes', CAST(strftime('%M', {col}) AS INT) % 30))";
const QUARTER: &str = "DATETIME({col}, 'start of month', printf('-%d month', (strftime('%m', {col}) - 1) % 3))";

/// The reference's SQL, but for the weeks that start on a Sunday or a Monday: there, that day itself falls into the week
/// before (`'weekday 1', '-7 days'`).
static TIME_GRAINS: &[TimeGrain] = &[
    grain("Second", "DATETIME(STRFTIME('%Y-%m-%dT%H:%M:%S', {col}))", "PT1S"),
    grain("5 second", "DATETIME({col}, printf('-%d seconds', CAST(strftime('%S', {col}) AS INT) % 5))", "PT5S"),
    grain("30 second", "DATETIME({col}, printf('-%d seconds', CAST(strftime('%S', {col}) AS INT) % 30))", "PT30S"),
    grain("Minute", "DATETIME(STRFTIME('%Y-%m-%dT%H:%M:00', {col}))", "PT1M"),
    grain(
        "5 minute",
        "DATETIME(STRFTIME('%Y-%m-%dT%H:%M:00', {col}), printf('-%d minutes', CAST(strftime('%M', {col}) AS INT) % 5))",
        "PT5M",
    ),
    grain(
        "10 minute",
        "DATETIME(STRFTIME('%Y-%m-%dT%H:%M:00', {col}), printf('-%d minutes', CAST(strftime('%M', {col}) AS INT) % 10))",
        "PT10M",
    ),
    grain(
        "15 minute",
        "DATETIME(STRFTIME('%Y-%m-%dT%H:%M:00', {col}), printf('-%d minutes', CAST(strftime('%M', {col}) AS INT) % 15))",
        "PT15M",
    ),
    grain("30 minute", HALF_HOUR, "PT30M"),
    grain("Hour", "DATETIME(STRFTIME('%Y-%m-%dT%H:00:00', {col}))", "PT1H"),
    grain(
        "6 hour",
        "DATETIME(STRFTIME('%Y-%m-%dT%H:00:00', {col}), printf('-%d hours', CAST(strftime('%H', {col}) AS INT) % 6))",
        "PT6H",
    ),
    grain("Day", "DATETIME({col}, 'start of day')", "P1D"),
    grain("Week", "DATETIME({col}, 'start of day', -strftime('%w', {col}) || ' days')", "P1W"),
    grain(
        "Week starting Sunday",
        "DATETIME({col}, 'start of day', '-6 days', 'weekday 0')",
        "1969-12-28T00:00:00Z/P1W",
    ),
    grain(
        "Week starting Monday",
        "DATETIME({col}, 'start of day', '-6 days', 'weekday 1')",
        "1969-12-29T00:00:00Z/P1W",
    ),
    grain("Week ending Saturday", "DATETIME({col}, 'start of day', 'weekday 6')", "P1W/1970-01-03T00:00:00Z"),
    grain("Week ending Sunday", "DATETIME({col}, 'start of day', 'weekday 0')", "P1W/1970-01-04T00:00:00Z"),
    grain("Month", "DATETIME({col}, 'start of month')", "P1M"),
    grain("Quarter", QUARTER, "P3M"),
    grain("Year", "DATETIME({col}, 'start of year')", "P1Y"),
];

/// Other spellings of two of them.
static HIDDEN_TIME_GRAINS: &[TimeGrain] =
    &[grain("30 minute", HALF_HOUR, "PT0.5H"), grain("Quarter", QUARTER, "P0.25Y")];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_as_short_as_it_can_be() {
        for (micros, text) in [
            (0, "1970-01-01"),
            (1, "1970-01-01 00:00:00.000001"),
            (500_000, "1970-01-01 00:00:00.5"),
            (10_000_000, "1970-01-01 00:00:10"),
            (600_000_000, "1970-01-01 00:10:00"),
            (36_000_000_000, "1970-01-01 10:00:00"),
            (72_000_000_000, "1970-01-01 20:00:00"),
            (946_684_800_000_000 + 9 * 86_400_000_000, "2000-01-10"),
            (-1_000_000, "1969-12-31 23:59:59"),
        ] {
            assert_eq!(Sqlite::moment(micros), text);
        }
    }
}
