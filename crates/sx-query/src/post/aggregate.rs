//! One row for each group.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::PostOperation;
use super::cell::Cell;
use super::frame::{Frame, Index, Series, problem};
use super::grouping::Grouping;
use super::options::read;
use super::reduce::Reduction;
use crate::QueryError;

pub(super) struct Aggregate;

const NAME: &str = "aggregate";

#[derive(Deserialize)]
struct Options {
    #[serde(default)]
    groupby: Vec<String>,
    #[serde(default)]
    aggregates: Map<String, Value>,
}

impl PostOperation for Aggregate {
    fn name(&self) -> &'static str {
        NAME
    }

    fn apply(&self, frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError> {
        let options: Options = read(NAME, options)?;
        if options.aggregates.is_empty() {
            return Err(problem(NAME, "`aggregates` names nothing"));
        }
        let grouping = Grouping::new(&frame, NAME, &options.groupby, false)?;
        let members = grouping.members();
        let mut columns = grouping.columns(&frame, NAME, &options.groupby)?;
        for (name, spec) in &options.aggregates {
            let reduction = Reduction::new(NAME, &frame, name, spec)?;
            let cells: Vec<Cell> = members.iter().map(|rows| reduction.reduce(rows)).collect();
            columns.push(Series { name: vec![Cell::text(name)], kind: reduction.kind(), values: Cell::column(&cells) });
        }
        Ok(Frame { index: Index::Range, levels: vec![None], columns })
    }
}
