//! The numbers that a box with whiskers is drawn from.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::PostOperation;
use super::aggregate::group_columns;
use super::frame::{Frame, Index, Series, problem};
use super::number::{Between, percentile, sorted};
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
        let groups = frame.groups(NAME, &options.groupby, false)?;
        let mut columns = group_columns(NAME, &frame, &options.groupby, &groups)?;
        let mut boxes = Vec::new();
        for metric in &options.metrics {
            let series = frame.column(NAME, metric)?;
            let values = series.as_numbers().ok_or_else(|| problem(NAME, format!("{metric:?} holds no numbers")))?;
            let of_group = |rows: &Vec<usize>| Summary::new(rows.iter().map(|row| values[*row]).collect(), whiskers);
            boxes.push((metric, groups.values().map(of_group).collect::<Vec<_>>()));
        }
        for (suffix, number) in NUMBERS {
            columns.extend(boxes.iter().map(|(metric, boxes)| {
                let values = boxes.iter().map(number).collect();
                Series::new(&format!("{metric}__{suffix}"), Kind::Numeric, Values::Float(values))
            }));
        }
        columns.extend(boxes.iter().map(|(metric, boxes)| {
            let outliers = boxes.iter().map(|one| Some(one.outliers.clone().into())).collect();
            Series::new(&format!("{metric}__outliers"), Kind::String, Values::Json(outliers))
        }));
        Ok(Frame { index: Index::Range, levels: vec![None], columns })
    }
}

type Number = fn(&Summary) -> Option<f64>;

static NUMBERS: [(&str, Number); 7] = [
    ("mean", |one| one.mean),
    ("median", |one| one.median),
    ("max", |one| one.high),
    ("min", |one| one.low),
    ("q1", |one| one.quartile1),
    ("q3", |one| one.quartile3),
    ("count", |one| Some(one.count as f64)),
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
    fn new(values: Vec<Option<f64>>, whiskers: Whiskers) -> Self {
        let known: Vec<f64> = values.iter().copied().flatten().collect();
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
        let is_complete = known.len() == values.len();
        Self {
            mean: (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64),
            // numpy's median stops at a gap, unlike its nanpercentile.
            median: percentile(&ordered, 50.0, Between::Linear).filter(|_| is_complete),
            quartile1,
            quartile3,
            low,
            high,
            count: values.len(),
            outliers: above.chain(below).copied().collect(),
        }
    }
}
