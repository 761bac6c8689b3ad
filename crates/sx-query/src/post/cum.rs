//! Running totals.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::PostOperation;
use super::frame::{Frame, problem};
use super::options::read;
use super::select::replace_columns;
use crate::QueryError;

pub(super) struct Cum;

const NAME: &str = "cum";

#[derive(Deserialize)]
struct Options {
    operator: String,
    #[serde(default)]
    columns: BTreeMap<String, String>,
}

impl PostOperation for Cum {
    fn name(&self) -> &'static str {
        NAME
    }

    fn apply(&self, frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError> {
        let options: Options = read(NAME, options)?;
        let step: fn(f64, f64) -> f64 = match options.operator.as_str() {
            "sum" => |total, value| total + value,
            "prod" => |total, value| total * value,
            "min" => f64::min,
            "max" => f64::max,
            other => return Err(problem(NAME, format!("Invalid cumulative operator: {other}"))),
        };
        replace_columns(NAME, frame, &options.columns, |values| {
            let mut total = None;
            // A gap stays a gap, and the total goes on after it.
            let running = values.iter().map(|value| {
                let next = total.map_or(*value, |total| value.map(|value| step(total, value)));
                total = next.or(total);
                next
            });
            running.collect()
        })
    }
}
