//! The difference to an earlier row, or to the column before.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::PostOperation;
use super::frame::{Frame, problem};
use super::options::read;
use super::select::replace_columns;
use crate::QueryError;

pub(super) struct Diff;

const NAME: &str = "diff";

#[derive(Deserialize)]
struct Options {
    #[serde(default)]
    columns: BTreeMap<String, String>,
    #[serde(default = "one")]
    periods: i64,
    #[serde(default)]
    axis: i64,
}

impl PostOperation for Diff {
    fn name(&self) -> &'static str {
        NAME
    }

    fn apply(&self, frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError> {
        let options: Options = read(NAME, options)?;
        if options.axis != 0 {
            return Err(QueryError::Unsupported("diff between columns".into()));
        }
        if options.columns.is_empty() {
            return Err(problem(NAME, "`columns` names nothing"));
        }
        replace_columns(NAME, frame, &options.columns, |values| {
            let before =
                |row: usize| i64::try_from(row).ok().and_then(|row| usize::try_from(row - options.periods).ok());
            let earlier = |row: usize| before(row).and_then(|before| values.get(before).copied().flatten());
            (0..values.len()).map(|row| Some(values[row]? - earlier(row)?)).collect()
        })
    }
}

fn one() -> i64 {
    1
}
