//! `HOLIDAY('Christmas', DATETIME('2024'), 'GB')`: days that a country keeps every year, by rule.

mod countries;
mod day;

use chrono::NaiveDate;

use self::countries::{COUNTRIES, EVERYWHERE};

/// A holiday by the beginning of its name, in English or in the country's own language; `country` is its code.
/// It is the day itself, not the one on which it is made up for.
///
/// # Errors
/// A sentence when the country or its holiday is not known.
pub(super) fn find_holiday(name: &str, country: &str, year: i32) -> Result<NaiveDate, String> {
    let known = COUNTRIES.iter().find(|known| known.code.eq_ignore_ascii_case(country.trim()));
    let known = known.ok_or_else(|| {
        let codes: Vec<_> = COUNTRIES.iter().map(|country| country.code).collect();
        format!("The holidays of [{country}] are not known; there are those of {}", codes.join(", "))
    })?;
    let wanted = name.trim().to_lowercase();
    let is_named = |names: &str| names.split('|').any(|name| name.to_lowercase().starts_with(&wanted));
    let found = |days: &[countries::Holiday]| {
        let dates = days.iter().filter(|(names, _)| !wanted.is_empty() && is_named(names));
        dates.filter_map(|(_, day)| day.date(year)).min()
    };
    let date = found(known.holidays).or_else(|| found(EVERYWHERE));
    date.ok_or_else(|| format!("Unable to find such a holiday: [{name}]"))
}
