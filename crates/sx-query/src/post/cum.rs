//! Running totals. A gap counts as zero, as in the reference.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::PostOperation;
use super::append::compute_columns;
use super::frame::{Frame, problem};
use super::number::typed;
use super::options::{names, read};
use crate::{QueryError, Values};

pub(super) struct Cum;

const NAME: &str = "cum";

#[derive(Deserialize)]
struct Options {
    operator: String,
    #[serde(default, deserialize_with = "names")]
    columns: Vec<(String, String)>,
}

impl PostOperation for Cum {
    fn name(&self) -> &'static str {
        NAME
    }

    fn apply(&self, mut frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError> {
        let options: Options = read(NAME, options)?;
        let step: fn(f64, f64) -> f64 = match options.operator.as_str() {
            "sum" => |total, value| total + value,
            "prod" => |total, value| total * value,
            "min" => f64::min,
            "max" => f64::max,
            other => return Err(problem(NAME, format!("Invalid cumulative operator: {other}"))),
        };
        compute_columns(NAME, &mut frame, &options.columns, |series, values| {
            let mut total = None;
            let running = values.iter().map(|value| {
                let value = value.unwrap_or(0.0);
                total = Some(total.map_or(value, |total| step(total, value)));
                total
            });
            let is_whole = matches!(&series.values, Values::Int(v) if !v.contains(&None));
            typed(running.collect(), is_whole)
        })?;
        Ok(frame)
    }
}
