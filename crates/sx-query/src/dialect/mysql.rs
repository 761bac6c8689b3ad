//! MySQL and MariaDB.
//!
//! What is written here counts on the session of `sx-connect`: the zone is UTC, a backslash in a text begins an escape, and
//! double quotes are those of texts.

use super::{Dialect, TimeGrain, literal};
use crate::Param;

pub struct MySql;

impl Dialect for MySql {
    fn id(&self) -> &'static str {
        "mysql"
    }

    fn time_grains(&self) -> &'static [TimeGrain] {
        TIME_GRAINS
    }

    fn hidden_time_grains(&self) -> &'static [TimeGrain] {
        HIDDEN_TIME_GRAINS
    }

    fn quote(&self, identifier: &str) -> String {
        format!("`{}`", identifier.replace('`', "``").replace('\0', ""))
    }

    /// Values are bound with their types.
    fn placeholder(&self, _n: usize, _param: &Param) -> String {
        "?".into()
    }

    fn literal(&self, value: &Param) -> String {
        match value {
            Param::Text(text) => literal::quoted(&text.replace('\\', "\\\\")),
            Param::Time(micros) => {
                let text = literal::quoted(&literal::time_text(*micros));
                format!("STR_TO_DATE({text}, '%Y-%m-%d %H:%i:%s.%f')")
            }
            // MySQL has no numbers that are none, and nothing is equal to NULL either.
            Param::Float(number) if !number.is_finite() => "NULL".into(),
            other => literal::standard(other),
        }
    }

    fn has_ilike(&self) -> bool {
        false
    }

    /// `FROM_UNIXTIME` knows no time before 1970, and none after 2038 on older servers.
    fn epoch_seconds_to_time(&self, column: &str) -> String {
        format!("(TIMESTAMP '1970-01-01 00:00:00' + INTERVAL {column} SECOND)")
    }

    fn epoch_millis_to_time(&self, column: &str) -> String {
        format!("(TIMESTAMP '1970-01-01 00:00:00' + INTERVAL {column} * 1000 MICROSECOND)")
    }

    fn cast_to_text(&self, column: &str) -> String {
        format!("CAST({column} AS CHAR)")
    }

    /// There is no OFFSET without a LIMIT; this is the largest there is.
    fn fence(&self) -> &'static str {
        " LIMIT 18446744073709551615"
    }

    /// In letters; a letter has at least one byte.
    fn longest_label(&self) -> Option<usize> {
        Some(64)
    }

    /// NULL is the least of all values to MySQL, and there are no words to say otherwise. The second key is `value` and not
    /// `key`: inside of an expression an alias means the column of that name first.
    fn order(&self, key: &str, value: &str, is_ascending: bool) -> String {
        match is_ascending {
            true => format!("ISNULL({value}), {key}"),
            false => format!("ISNULL({value}) DESC, {key} DESC"),
        }
    }
}

const fn grain(name: &'static str, function: &'static str, duration: &'static str) -> TimeGrain {
    TimeGrain { name, function, duration }
}

const QUARTER: &str = "MAKEDATE(YEAR({col}), 1) + INTERVAL QUARTER({col}) QUARTER - INTERVAL 1 QUARTER";

/// The reference's; a week begins on Sunday.
static TIME_GRAINS: &[TimeGrain] = &[
    grain(
        "Second",
        "DATE_ADD(DATE({col}), INTERVAL (HOUR({col})*60*60 + MINUTE({col})*60 + SECOND({col})) SECOND)",
        "PT1S",
    ),
    grain("Minute", "DATE_ADD(DATE({col}), INTERVAL (HOUR({col})*60 + MINUTE({col})) MINUTE)", "PT1M"),
    grain("Hour", "DATE_ADD(DATE({col}), INTERVAL HOUR({col}) HOUR)", "PT1H"),
    grain("Day", "DATE({col})", "P1D"),
    grain("Week", "DATE(DATE_SUB({col}, INTERVAL DAYOFWEEK({col}) - 1 DAY))", "P1W"),
    grain(
        "Week starting Monday",
        "DATE(DATE_SUB({col}, INTERVAL DAYOFWEEK(DATE_SUB({col}, INTERVAL 1 DAY)) - 1 DAY))",
        "1969-12-29T00:00:00Z/P1W",
    ),
    grain("Month", "DATE(DATE_SUB({col}, INTERVAL DAYOFMONTH({col}) - 1 DAY))", "P1M"),
    grain("Quarter", QUARTER, "P3M"),
    grain("Year", "DATE(DATE_SUB({col}, INTERVAL DAYOFYEAR({col}) - 1 DAY))", "P1Y"),
];

/// An older spelling.
static HIDDEN_TIME_GRAINS: &[TimeGrain] = &[grain("Quarter", QUARTER, "P0.25Y")];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_leaves_its_quotes() {
        let literal = |text: &str| MySql.literal(&Param::Text(text.into()));
        assert_eq!(literal(r"it's"), r"'it''s'");
        assert_eq!(literal(r"\' OR 1=1 -- "), r"'\\'' OR 1=1 -- '");
        assert_eq!(MySql.quote("a`b"), "`a``b`");
        assert_eq!(MySql.literal(&Param::Float(f64::NAN)), "NULL");
    }
}
