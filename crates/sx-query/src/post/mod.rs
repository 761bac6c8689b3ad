//! What happens to an answer after the database, as pandas would do it.

mod aggregate;
mod boxplot;
mod cell;
mod compare;
mod contribution;
mod cum;
mod diff;
mod flatten;
mod frame;
mod histogram;
mod number;
mod options;
mod pivot;
mod rank;
mod reduce;
mod rename;
mod resample;
mod rolling;
mod select;
mod sort;

use serde_json::{Map, Value};

use self::frame::Frame;
use crate::{PostProcessing, QueryError, Table};

/// One kind of operation: a file of its own and a line in [`POST_OPERATIONS`].
trait PostOperation: Sync {
    /// As `post_processing[].operation` spells it.
    fn name(&self) -> &'static str;

    fn apply(&self, frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError>;
}

static POST_OPERATIONS: &[&dyn PostOperation] = &[
    &aggregate::Aggregate,
    &boxplot::Boxplot,
    &compare::Compare,
    &contribution::Contribution,
    &cum::Cum,
    &diff::Diff,
    &flatten::Flatten,
    &histogram::Histogram,
    &pivot::Pivot,
    &rank::Rank,
    &rename::Rename,
    &resample::Resample,
    &rolling::Rolling,
    &select::Select,
    &sort::Sort,
];

/// What `post_processing[].operation` may name.
pub fn post_operation_names() -> impl Iterator<Item = &'static str> {
    POST_OPERATIONS.iter().map(|operation| operation.name())
}

/// An answer after its operations.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Processed {
    pub table: Table,
    /// For each column the names that its label was joined from; one that was not joined is its own only part.
    pub parts: Vec<Vec<String>>,
    /// The rows' names where they are not 0, 1, 2, ….
    pub index: Option<Vec<Value>>,
}

/// Runs the operations in order; nulls in the list are skipped, and so is everything when there are no rows.
///
/// # Errors
/// An unknown operation, or one that cannot run on this answer, by name.
pub fn post_process(table: Table, operations: &[Option<PostProcessing>]) -> Result<Processed, QueryError> {
    if table.row_count() == 0 {
        return Ok(Frame::from(table).finish());
    }
    let mut frame = Frame::from(table);
    let none = Map::new();
    for step in operations.iter().flatten() {
        let operation = POST_OPERATIONS.iter().find(|operation| operation.name() == step.operation);
        let operation = operation.ok_or_else(|| QueryError::UnknownOperation(step.operation.clone()))?;
        frame = operation.apply(frame, step.options.as_ref().unwrap_or(&none))?;
    }
    Ok(frame.finish())
}
