//! Thins series to what a screen can show. Not among the reference's operations: a chart that is only drawn asks for it, a table
//! or an export never does.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::PostOperation;
use super::frame::{Frame, Index};
use super::options::read;
use crate::{Kind, QueryError, thin::kept_rows};

pub(super) struct Thin;

const NAME: &str = "thin";

#[derive(Deserialize)]
struct Options {
    /// The first column of times, where none is named.
    x_axis: Option<String>,
    /// Columns of pixels.
    width: u32,
}

impl PostOperation for Thin {
    fn name(&self) -> &'static str {
        NAME
    }

    fn apply(&self, mut frame: Frame, options: &Map<String, Value>) -> Result<Frame, QueryError> {
        let options: Options = read(NAME, options)?;
        let axis = match &options.x_axis {
            Some(name) => Some(frame.column(NAME, name)?),
            None => frame.columns.iter().find(|series| series.kind == Kind::Temporal),
        };
        let Some(axis) = axis else { return Ok(frame) };
        let series = frame.columns.iter().filter(|series| series.name != axis.name).map(|series| &series.values);
        let Some(rows) = kept_rows(&axis.values, series, options.width) else { return Ok(frame) };
        let is_plain = matches!(frame.index, Index::Range);
        frame.take(&rows);
        if is_plain {
            frame.index = Index::Range;
        }
        Ok(frame)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{Column, Kind, PostProcessing, Table, Values, post_process};

    #[test]
    fn a_long_series_is_thinned_over_its_times() {
        let column = |name: &str, kind, values| Column { name: name.into(), kind, values };
        let times = Values::Time((0..1_000).map(|second| Some(second * 1_000_000)).collect());
        let values = Values::Int((0..1_000).map(|row| Some(i64::from(row == 500))).collect());
        let table = Table { columns: vec![column("at", Kind::Temporal, times), column("n", Kind::Numeric, values)] };
        let operation = |options| {
            [Some(PostProcessing { operation: "thin".into(), options: serde_json::from_value(options).ok() })]
        };
        let thinned = post_process(table.clone(), &operation(json!({ "width": 20 }))).unwrap();
        assert!(thinned.index.is_none() && thinned.table.row_count() <= 80);
        let Values::Int(values) = &thinned.table.columns[1].values else { panic!("whole numbers") };
        assert!(values.contains(&Some(1)));
        let whole = post_process(table.clone(), &operation(json!({ "width": 250, "x_axis": "at" }))).unwrap();
        assert_eq!(whole.table, table);
        assert!(post_process(table, &operation(json!({ "width": 20, "x_axis": "no" }))).is_err());
    }
}
