//! A time axis with even steps.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::PostOperation;
use super::frame::{Frame, Index, Series, problem};
use super::number::{Between, known, percentile, sorted};
use super::options::read;
use crate::{Column, Kind, QueryError, Values};

pub(super) struct Resample;

const NAME: &str = "resample";
/// A step of a second over years would fill the memory.
const MOST_STEPS: usize = 1_000_000;

#[derive(Deserialize)]
struct Options {
    rule: String,
    method: String,
    fill_value: Option<f64>,
}

impl PostOperation for Resample {
    fn name(&self) -> &'static str {
        NAME
    }

    fn apply(&self, frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError> {
        let options: Options = read(NAME, options)?;
        let no_time = || problem(NAME, "Resample operation requires DatetimeIndex");
        let Index::Columns(index) = &frame.index else { return Err(no_time()) };
        let [Column { name, values: Values::Time(times), .. }] = index.as_slice() else { return Err(no_time()) };
        let times: Vec<i64> = times.iter().copied().collect::<Option<_>>().ok_or_else(no_time)?;
        let rule = Rule::parse(&options.rule)?;
        let labels = rule.labels(&times)?;
        let mut columns = Vec::new();
        for series in &frame.columns {
            let wrong = || problem(NAME, format!("{:?} holds no numbers", series.name));
            let values = series.as_numbers().ok_or_else(wrong)?;
            let steps = Steps { times: &times, values: &values, labels: &labels, rule: &rule };
            columns.push(Series::numbers(series.name.clone(), steps.fill(&options)?));
        }
        let axis = Values::Time(labels.into_iter().map(Some).collect());
        let index = Index::Columns(vec![Column { name: name.clone(), kind: Kind::Temporal, values: axis }]);
        Ok(Frame { index, levels: frame.levels, columns })
    }
}

/// One column on its way to the new axis.
struct Steps<'a> {
    times: &'a [i64],
    values: &'a [Option<f64>],
    labels: &'a [i64],
    rule: &'a Rule,
}

impl Steps<'_> {
    fn fill(&self, options: &Options) -> Result<Vec<Option<f64>>, QueryError> {
        Ok(match options.method.as_str() {
            "asfreq" => self.exact().into_iter().map(|value| value.or(options.fill_value)).collect(),
            "ffill" => forward(self.last_before()),
            "bfill" => {
                let mut values = self.first_after();
                values.reverse();
                values = forward(values);
                values.reverse();
                values
            }
            "linear" => interpolate(self.exact()),
            "sum" => self.binned(|values| Some(values.iter().sum())),
            "mean" => self.binned(|values| known(values.iter().sum::<f64>() / values.len() as f64)),
            "median" => self.binned(|values| percentile(&sorted(values.iter().copied()), 50.0, Between::Linear)),
            _ => {
                let methods = "asfreq, bfill, ffill, linear, median, mean, sum";
                return Err(problem(NAME, format!("Resample method should be in {methods}.")));
            }
        })
    }

    fn exact(&self) -> Vec<Option<f64>> {
        let at = |label: &i64| self.times.iter().position(|time| time == label).and_then(|row| self.values[row]);
        self.labels.iter().map(at).collect()
    }

    fn last_before(&self) -> Vec<Option<f64>> {
        let at = |label: &i64| self.times.iter().rposition(|time| time <= label).and_then(|row| self.values[row]);
        self.labels.iter().map(at).collect()
    }

    fn first_after(&self) -> Vec<Option<f64>> {
        let at = |label: &i64| self.times.iter().position(|time| time >= label).and_then(|row| self.values[row]);
        self.labels.iter().map(at).collect()
    }

    fn binned(&self, reduce: impl Fn(&[f64]) -> Option<f64>) -> Vec<Option<f64>> {
        let mut bins = vec![Vec::new(); self.labels.len()];
        for (time, value) in self.times.iter().zip(self.values) {
            let bin = self.rule.bin(self.labels, *time);
            if let (Some(bin), Some(value)) = (bins.get_mut(bin), value) {
                bin.push(*value);
            }
        }
        bins.iter().map(|values| reduce(values)).collect()
    }
}

fn forward(values: Vec<Option<f64>>) -> Vec<Option<f64>> {
    let mut last = None;
    let carried = values.into_iter().map(|value| {
        last = value.or(last);
        last
    });
    carried.collect()
}

/// Straight lines between what is known; the last value goes on, the start stays empty.
fn interpolate(values: Vec<Option<f64>>) -> Vec<Option<f64>> {
    let known: Vec<(usize, f64)> =
        values.iter().enumerate().filter_map(|(row, value)| value.map(|value| (row, value))).collect();
    let at = |row: usize| {
        let next = known.partition_point(|(known_row, _)| *known_row <= row);
        let (before_row, before) = *known.get(next.checked_sub(1)?)?;
        let Some((after_row, after)) = known.get(next) else { return Some(before) };
        let share = (row - before_row) as f64 / (after_row - before_row) as f64;
        Some(before + (after - before) * share)
    };
    (0..values.len()).map(at).collect()
}

/// A pandas offset such as `1D`, `7D`, `MS`, `2h`.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Rule {
    /// Steps of so many microseconds, from midnight of the first day.
    Fixed(i64),
    /// Steps of so many months from the first of a month; each bin carries its start.
    MonthStart { months: u32, unit: u32 },
    /// Bins carry their last day.
    MonthEnd { months: u32, unit: u32 },
    /// Weeks that end on Sunday, and carry it.
    WeekEnd(u32),
}

impl Rule {
    fn parse(text: &str) -> Result<Self, QueryError> {
        let digits = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
        let unknown = || problem(NAME, format!("{text:?} is no rule such as \"1D\", \"1W\" or \"1MS\""));
        let count: u32 = if digits == 0 { 1 } else { text[..digits].parse().map_err(|_| unknown())? };
        if count == 0 {
            return Err(unknown());
        }
        let fixed = |seconds: i64| Self::Fixed(seconds * 1_000_000 * i64::from(count));
        let months = |unit: u32| (count.saturating_mul(unit), unit);
        Ok(match &text[digits..] {
            "s" | "S" => fixed(1),
            "min" | "T" => fixed(60),
            "h" | "H" => fixed(3600),
            "D" => fixed(86_400),
            "W" | "W-SUN" => Self::WeekEnd(count),
            unit @ ("MS" | "QS" | "YS" | "AS") => {
                let (months, unit) = months(length(unit));
                Self::MonthStart { months, unit }
            }
            unit @ ("M" | "ME" | "Q" | "QE" | "Y" | "YE" | "A") => {
                let (months, unit) = months(length(unit));
                Self::MonthEnd { months, unit }
            }
            _ => return Err(unknown()),
        })
    }

    fn labels(&self, times: &[i64]) -> Result<Vec<i64>, QueryError> {
        let (Some(first), Some(last)) = (times.iter().min(), times.iter().max()) else { return Ok(Vec::new()) };
        let beyond = || problem(NAME, "the times lie beyond the calendar");
        let mut label = self.first_label(*first).ok_or_else(beyond)?;
        let mut labels = vec![label];
        while !self.is_last(label, *last) {
            if labels.len() == MOST_STEPS {
                return Err(problem(NAME, format!("the rule makes more than {MOST_STEPS} steps")));
            }
            label = self.after(label).ok_or_else(beyond)?;
            labels.push(label);
        }
        Ok(labels)
    }

    /// Whether the bin of this label holds the time, or lies behind it.
    fn is_last(&self, label: i64, time: i64) -> bool {
        match self {
            Self::Fixed(_) | Self::MonthStart { .. } => self.after(label).is_none_or(|next| next > time),
            Self::MonthEnd { .. } | Self::WeekEnd(_) => label >= day(time),
        }
    }

    fn first_label(&self, time: i64) -> Option<i64> {
        let date = moment(time)?.date();
        match self {
            Self::Fixed(step) => {
                let midnight = micros(date);
                Some(midnight + (time - midnight).div_euclid(*step) * step)
            }
            Self::MonthStart { unit, .. } => month_start(date, *unit).map(micros),
            Self::MonthEnd { unit, .. } => {
                let next = month_start(date, *unit)?.checked_add_months(Months::new(*unit))?;
                next.pred_opt().map(micros)
            }
            Self::WeekEnd(_) => {
                let ahead = 6 - u64::from(date.weekday().num_days_from_monday());
                date.checked_add_days(Days::new(ahead)).map(micros)
            }
        }
    }

    fn after(&self, label: i64) -> Option<i64> {
        let date = moment(label)?.date();
        match self {
            Self::Fixed(step) => label.checked_add(*step),
            Self::MonthStart { months, .. } => date.checked_add_months(Months::new(*months)).map(micros),
            Self::MonthEnd { months, .. } => {
                let next = date.succ_opt()?.checked_add_months(Months::new(*months))?;
                next.pred_opt().map(micros)
            }
            Self::WeekEnd(weeks) => date.checked_add_days(Days::new(u64::from(*weeks) * 7)).map(micros),
        }
    }

    /// The position of the bin that holds the time.
    fn bin(&self, labels: &[i64], time: i64) -> usize {
        match self {
            Self::Fixed(_) | Self::MonthStart { .. } => {
                labels.partition_point(|label| *label <= time).saturating_sub(1)
            }
            Self::MonthEnd { .. } | Self::WeekEnd(_) => labels.partition_point(|label| *label < day(time)),
        }
    }
}

/// Months in the unit that a rule's first letter names.
fn length(unit: &str) -> u32 {
    match unit.as_bytes().first() {
        Some(b'Q') => 3,
        Some(b'Y' | b'A') => 12,
        _ => 1,
    }
}

/// The first day of the month, quarter or year.
fn month_start(date: NaiveDate, unit: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(date.year(), date.month0() / unit * unit + 1, 1)
}

fn moment(micros: i64) -> Option<NaiveDateTime> {
    DateTime::from_timestamp_micros(micros).map(|time| time.naive_utc())
}

fn micros(date: NaiveDate) -> i64 {
    date.and_time(NaiveTime::MIN).and_utc().timestamp_micros()
}

fn day(time: i64) -> i64 {
    time - time.rem_euclid(86_400_000_000)
}
