//! Each value's place among all, from above 0 to 1; equal values share the mean of their places.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::PostOperation;
use super::cell::Cell;
use super::frame::{Frame, Series, cells};
use super::grouping::Grouping;
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
        let cells = cells(&frame.column(NAME, &options.metric)?.values);
        let mut ranks = vec![None; frame.row_count()];
        let group_by: Vec<String> = options.group_by.into_iter().filter(|name| !name.is_empty()).collect();
        for mut rows in Grouping::new(&frame, NAME, &group_by, false)?.members() {
            rows.retain(|row| !cells[*row].is_null());
            rows.sort_by(|a, b| cells[*a].cmp(&cells[*b]));
            rank(&rows, &cells, &mut ranks);
        }
        frame.put(Series::numbers(vec![Cell::text("rank")], ranks));
        Ok(frame)
    }
}

/// `rows` are in the order of their values.
fn rank(rows: &[usize], cells: &[Cell], ranks: &mut [Option<f64>]) {
    let mut before = 0;
    for equal in rows.chunk_by(|a, b| cells[*a] == cells[*b]) {
        let mean = before as f64 + (equal.len() + 1) as f64 / 2.0;
        for row in equal {
            ranks[*row] = Some(mean / rows.len() as f64);
        }
        before += equal.len();
    }
}
