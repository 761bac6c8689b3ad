//! What happens to an answer after the database, as pandas would do it.

mod aggregate;
mod append;
mod boxplot;
mod cell;
mod compare;
mod contribution;
mod cum;
mod diff;
mod flatten;
mod frame;
mod geodetic;
mod geohash;
mod grouping;
mod histogram;
mod moments;
mod number;
mod options;
mod pivot;
mod prophet;
mod rank;
mod reduce;
mod rename;
mod resample;
mod rolling;
mod select;
mod sort;
mod thin;
mod window;

pub use prophet::{Forecast, ForecastQuestion, Forecaster, Seasonality};
use serde_json::{Map, Value};

use self::frame::Frame;
use crate::{PostProcessing, QueryError, Table};

/// One kind of operation: a file of its own and a line in [`POST_OPERATIONS`].
trait PostOperation: Sync {
    /// As `post_processing[].operation` spells it.
    fn name(&self) -> &'static str;

    fn apply(&self, frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError>;

    /// For the one operation that is no arithmetic.
    fn apply_with(
        &self,
        frame: Frame,
        options: &Map<String, Value>,
        _forecaster: Option<&dyn Forecaster>,
    ) -> Result<Frame, QueryError> {
        self.apply(frame, options)
    }
}

static POST_OPERATIONS: &[&dyn PostOperation] = &[
    &aggregate::Aggregate,
    &boxplot::Boxplot,
    &compare::Compare,
    &contribution::Contribution,
    &cum::Cum,
    &diff::Diff,
    &flatten::Flatten,
    &geodetic::GeodeticParse,
    &geohash::GeohashDecode,
    &geohash::GeohashEncode,
    &histogram::Histogram,
    &pivot::Pivot,
    &prophet::Prophet,
    &rank::Rank,
    &rename::Rename,
    &resample::Resample,
    &rolling::Rolling,
    &select::Select,
    &sort::Sort,
    &thin::Thin,
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
/// An unknown operation, or one that cannot run on this answer, by name. `prophet` needs [`post_process_with`].
pub fn post_process(table: Table, operations: &[Option<PostProcessing>]) -> Result<Processed, QueryError> {
    post_process_with(table, operations, None)
}

/// The same with somebody who tells the future. It may take seconds then: not for an async runtime.
///
/// # Errors
/// As [`post_process`], and the forecaster's own.
pub fn post_process_with(
    table: Table,
    operations: &[Option<PostProcessing>],
    forecaster: Option<&dyn Forecaster>,
) -> Result<Processed, QueryError> {
    let mut frame = Frame::from(table);
    if frame.row_count() == 0 {
        return Ok(frame.finish());
    }
    let none = Map::new();
    for step in operations.iter().flatten() {
        let operation = POST_OPERATIONS.iter().find(|operation| operation.name() == step.operation);
        let operation = operation.ok_or_else(|| QueryError::UnknownOperation(step.operation.clone()))?;
        frame = operation.apply_with(frame, step.options.as_ref().unwrap_or(&none), forecaster)?;
    }
    Ok(frame.finish())
}

/// Whether an operation needs a forecaster, and time.
pub fn is_forecast(operation: &PostProcessing) -> bool {
    operation.operation == prophet::NAME
}
