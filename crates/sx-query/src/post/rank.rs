//! Each value's place among all, from above 0 to 1; equal values share the mean of their places.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::PostOperation;
use super::cell::Cell;
use super::frame::{Frame, Series};
use super::options::read;
use crate::QueryError;

pub(super) struct Rank;

const NAME: &str = "rank";

#[derive(Deserialize)]
struct Options {
    metric: String,
    group_by: Option<String>,
}

impl PostOperation for Rank {
    fn name(&self) -> &'static str {
        NAME
    }

    fn apply(&self, mut frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError> {
        let options: Options = read(NAME, options)?;
        let values = &frame.column(NAME, &options.metric)?.values;
        let mut ranks = vec![None; frame.row_count()];
        let group_by: Vec<String> = options.group_by.into_iter().filter(|name| !name.is_empty()).collect();
        for rows in frame.groups(NAME, &group_by, false)?.values() {
            let mut places: BTreeMap<Cell, Vec<usize>> = BTreeMap::new();
            for row in rows {
                places.entry(Cell::at(values, *row)).or_default().push(*row);
            }
            places.remove(&Cell::Null);
            let count = places.values().map(Vec::len).sum::<usize>() as f64;
            let mut before = 0;
            for equal in places.values() {
                let mean = before as f64 + (equal.len() + 1) as f64 / 2.0;
                for row in equal {
                    ranks[*row] = Some(mean / count);
                }
                before += equal.len();
            }
        }
        frame.put(Series::numbers(vec![Cell::text("rank")], ranks));
        Ok(frame)
    }
}
