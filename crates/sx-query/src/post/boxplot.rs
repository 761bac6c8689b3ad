//! The numbers that a box with whiskers is drawn from.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::PostOperation;
use super::frame::{Frame, Index, Series, problem};
use super::grouping::Grouping;
use super::number::{Between, percentile, sorted, typed};
use super::options::read;
use crate::{Kind, QueryError, Values};

pub(super) struct Boxplot;

const NAME: &str = "boxplot";

#[derive(Deserialize)]
struct Options {
    #[serde(default)]
    groupby: Vec<String>,
    #[serde(default)]
    metrics: Vec<String>,
    whisker_type: String,
    #[serde(default)]
    percentiles: Vec<f64>,
}

impl PostOperation for Boxplot {
    fn name(&self) -> &'static str {
        NAME
    }

    fn apply(&self, frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError> {
        let options: Options = read(NAME, options)?;
        let whiskers = Whiskers::read(&options)?;
        let grouping = Grouping::new(&frame, NAME, &options.groupby, false)?;
        let members = grouping.members();
        let mut columns = grouping.columns(&frame, NAME, &options.groupby)?;
        let mut boxes = Vec::new();
        for metric in &options.metrics {
            let series = frame.column(NAME, metric)?;
            let values = series.to_numbers();
            // What is one of the values stays a whole number where they are.
            let is_whole = matches!(series.values, Values::Int(_)) && !values.contains(&None);
            let of_group = |rows: &Vec<usize>| Summary::new(rows.iter().map(|row| values[*row]), whiskers);
            boxes.push((metric, is_whole, members.iter().map(of_group).collect::<Vec<_>>()));
        }
        for (suffix, number, is_value) in NUMBERS {
            columns.extend(boxes.iter().map(|(metric, is_whole, boxes)| {
                let is_value = is_value && !matches!(whiskers, Whiskers::Percentiles(..));
                let values = typed(boxes.iter().map(number).collect(), *is_whole && is_value);
                Series::new(&format!("{metric}__{suffix}"), Kind::Numeric, values)
            }));
        }
        columns.extend(boxes.iter().map(|(metric, _, boxes)| {
            let values = boxes.iter().map(|one| i64::try_from(one.count).ok()).collect();
            Series::new(&format!("{metric}__count"), Kind::Numeric, Values::Int(values))
        }));
        columns.extend(boxes.iter().map(|(metric, is_whole, boxes)| {
            let json = |number: &f64| if *is_whole { Value::from(*number as i64) } else { Value::from(*number) };
            let outliers = boxes.iter().map(|one| Some(one.outliers.iter().map(json).collect())).collect();
            Series::new(&format!("{metric}__outliers"), Kind::String, Values::Json(outliers))
        }));
        Ok(Frame { index: Index::Range, levels: vec![None], columns })
    }
}

type Number = fn(&Summary) -> Option<f64>;

/// Name, number, and whether the number is one of the values.
static NUMBERS: [(&str, Number, bool); 6] = [
    ("mean", |one| one.mean, false),
    ("median", |one| one.median, false),
    ("max", |one| one.high, true),
    ("min", |one| one.low, true),
    ("q1", |one| one.quartile1, false),
    ("q3", |one| one.quartile3, false),
];

/// Where the whiskers end.
#[derive(Clone, Copy)]
enum Whiskers {
    /// The last value within one and a half boxes of the box.
    Tukey,
    Percentiles(f64, f64),
    Extremes,
}

impl Whiskers {
    fn read(options: &Options) -> Result<Self, QueryError> {
        match (options.whisker_type.as_str(), options.percentiles.as_slice()) {
            ("tukey", _) => Ok(Self::Tukey),
            ("percentile", [low, high]) if low < high => Ok(Self::Percentiles(*low, *high)),
            ("percentile", _) => Err(problem(
                NAME,
                "percentiles must be a list or tuple with two numeric values, of which the first is lower than the second value",
            )),
            _ => Ok(Self::Extremes),
        }
    }
}

/// One box with its whiskers.
struct Summary {
    mean: Option<f64>,
    median: Option<f64>,
    quartile1: Option<f64>,
    quartile3: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    count: usize,
    /// Above the upper whisker, then below the lower one, in the order of the rows.
    outliers: Vec<f64>,
}

impl Summary {
    fn new(values: impl ExactSizeIterator<Item = Option<f64>>, whiskers: Whiskers) -> Self {
        // Gaps count as observations, and as nothing else.
        let count = values.len();
        let known: Vec<f64> = values.flatten().collect();
        let ordered = sorted(known.iter().copied());
        let quartile1 = percentile(&ordered, 25.0, Between::Midpoint);
        let quartile3 = percentile(&ordered, 75.0, Between::Midpoint);
        let reach = quartile3.zip(quartile1).map_or(0.0, |(q3, q1)| 1.5 * (q3 - q1));
        let (low, high) = match whiskers {
            Whiskers::Extremes => (ordered.first().copied(), ordered.last().copied()),
            Whiskers::Percentiles(low, high) => {
                (percentile(&ordered, low, Between::Linear), percentile(&ordered, high, Between::Linear))
            }
            Whiskers::Tukey => {
                let is_low = |value: &&f64| quartile1.is_some_and(|quartile| **value >= quartile - reach);
                let is_high = |value: &&f64| quartile3.is_some_and(|quartile| **value <= quartile + reach);
                (ordered.iter().find(is_low).copied(), ordered.iter().rfind(is_high).copied())
            }
        };
        let above = known.iter().filter(|value| high.is_some_and(|high| **value > high));
        let below = known.iter().filter(|value| low.is_some_and(|low| **value < low));
        Self {
            mean: (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64),
            median: percentile(&ordered, 50.0, Between::Linear),
            quartile1,
            quartile3,
            low,
            high,
            count,
            outliers: above.chain(below).copied().collect(),
        }
    }
}
