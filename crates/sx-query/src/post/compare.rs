//! Columns against columns, usually now against an earlier time.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::PostOperation;
use super::append::numbers;
use super::cell::Cell;
use super::frame::{Frame, Series, problem};
use super::number::{known, round, typed};
use super::options::read;
use crate::{Kind, QueryError, Values};

pub(super) struct Compare;

const NAME: &str = "compare";

#[derive(Deserialize)]
struct Options {
    #[serde(default)]
    source_columns: Vec<String>,
    #[serde(default)]
    compare_columns: Vec<String>,
    compare_type: String,
    #[serde(default)]
    drop_original_columns: bool,
    #[serde(default = "four")]
    precision: i32,
}

impl PostOperation for Compare {
    fn name(&self) -> &'static str {
        NAME
    }

    fn apply(&self, mut frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError> {
        let options: Options = read(NAME, options)?;
        if options.source_columns.len() != options.compare_columns.len() {
            return Err(problem(NAME, "`compare_columns` must have the same length as `source_columns`."));
        }
        let rounded = |number| round(number, options.precision);
        let compare: &Compute = match options.compare_type.as_str() {
            "difference" => &|now, then| now - then,
            "percentage" => &|now, then| rounded((now - then) / then),
            "ratio" => &|now, then| rounded(now / then),
            _ => return Err(problem(NAME, "`compare_type` must be `difference`, `percentage` or `ratio`")),
        };
        let is_difference = options.compare_type == "difference";
        for (source, other) in options.source_columns.iter().zip(&options.compare_columns) {
            let name = format!("{}__{source}__{other}", options.compare_type);
            let pairs = pairs(&frame, source, other)?;
            let compared: Vec<Series> = pairs
                .into_iter()
                .map(|(rest, now, then)| {
                    let name = [Cell::text(&name)].into_iter().chain(rest.iter().cloned()).collect();
                    series(name, now, then, frame.row_count(), compare, is_difference)
                })
                .collect::<Result<_, _>>()?;
            frame.columns.extend(compared);
        }
        if options.drop_original_columns {
            let originals = || options.source_columns.iter().chain(&options.compare_columns);
            frame.columns.retain(|series| !originals().any(|name| series.is_called(name)));
        }
        Ok(frame)
    }
}

type Compute<'a> = dyn Fn(f64, f64) -> f64 + 'a;
/// The deeper levels of a name, and the columns of that name below the two that are compared.
type Pair<'a> = (&'a [Cell], Option<&'a Series>, Option<&'a Series>);

/// After a pivot each series is compared with the series of the same name below the other metric; where one side is
/// missing the result is empty.
fn pairs<'a>(frame: &'a Frame, source: &str, other: &str) -> Result<Vec<Pair<'a>>, QueryError> {
    let (sources, others) = (frame.called(NAME, source)?, frame.called(NAME, other)?);
    let mut pairs: BTreeMap<&[Cell], (Option<&Series>, Option<&Series>)> = BTreeMap::new();
    let rest = |series: &'a Series| series.name.get(1..).unwrap_or_default();
    let names = |all: &[&'a Series]| all.iter().copied().map(rest).collect::<Vec<_>>();
    // The order stays where both sides agree; otherwise pandas sorts.
    let order = (names(&sources) == names(&others)).then(|| names(&sources));
    sources.into_iter().for_each(|series| pairs.entry(rest(series)).or_default().0 = Some(series));
    others.into_iter().for_each(|series| pairs.entry(rest(series)).or_default().1 = Some(series));
    let order = order.unwrap_or_else(|| pairs.keys().copied().collect());
    let pair = |name| pairs.get(name).map(|(now, then)| (name, *now, *then));
    Ok(order.into_iter().filter_map(pair).collect())
}

fn series(
    name: Vec<Cell>,
    now: Option<&Series>,
    then: Option<&Series>,
    rows: usize,
    compare: &Compute,
    is_difference: bool,
) -> Result<Series, QueryError> {
    let (Some(now), Some(then)) = (now, then) else {
        return Ok(Series::numbers(name, vec![None; rows]));
    };
    let pairs = numbers(NAME, now)?.into_iter().zip(numbers(NAME, then)?);
    let values = pairs.map(|(now, then)| known(compare(now?, then?))).collect();
    let is_whole = |series: &Series| matches!(series.values, Values::Int(_));
    let values = typed(values, is_difference && is_whole(now) && is_whole(then));
    Ok(Series { name, kind: Kind::Numeric, values })
}

fn four() -> i32 {
    4
}
