//! One row for each group.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::PostOperation;
use super::cell::Cell;
use super::frame::{Frame, Groups, Index, Series};
use super::options::read;
use super::reduce::Reduction;
use crate::{Kind, QueryError};

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
        let groups = frame.groups(NAME, &options.groupby, false)?;
        let mut columns = group_columns(NAME, &frame, &options.groupby, &groups)?;
        for (name, reduction) in &options.aggregates {
            let given = reduction.as_object().cloned().unwrap_or_default();
            let reduction: Reduction = read(NAME, &given)?;
            let series = reduction.column(&frame, NAME, name)?;
            let cells: Vec<Cell> =
                groups.values().map(|rows| reduction.apply(NAME, series, rows)).collect::<Result<_, _>>()?;
            let is_number = !matches!(reduction.operator.as_str(), "min" | "max" | "nanmin" | "nanmax");
            let kind = if is_number { Kind::Numeric } else { series.kind };
            columns.push(Series { name: vec![Cell::text(name)], kind, values: Cell::column(&cells) });
        }
        Ok(Frame { index: Index::Range, levels: vec![None], columns })
    }
}

/// The columns that name the groups.
pub(super) fn group_columns(
    operation: &str,
    frame: &Frame,
    names: &[String],
    groups: &Groups,
) -> Result<Vec<Series>, QueryError> {
    let column = |(level, name): (usize, &String)| {
        let cells: Vec<Cell> = groups.keys().map(|key| key[level].clone()).collect();
        Ok(Series::new(name, frame.column(operation, name)?.kind, Cell::column(&cells)))
    };
    names.iter().enumerate().map(column).collect()
}
