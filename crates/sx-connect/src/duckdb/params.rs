//! Parameters as one row of Arrow values.

use std::sync::Arc;

use arrow_array::*;
use sx_query::Param;

use crate::{ConnectError, ConnectErrorKind};

/// Column `n` is `$n`; `None` when there are no parameters.
pub(super) fn param_row(params: &[Param]) -> Result<Option<RecordBatch>, ConnectError> {
    if params.is_empty() {
        return Ok(None);
    }
    let columns = params.iter().enumerate().map(|(at, param)| (format!("{}", at + 1), param_array(param), true));
    RecordBatch::try_from_iter_with_nullable(columns)
        .map(Some)
        .map_err(|error| ConnectError::new(ConnectErrorKind::GenericDbEngineError, error.to_string()))
}

fn param_array(param: &Param) -> ArrayRef {
    match param {
        Param::Null => Arc::new(NullArray::new(1)),
        Param::Bool(value) => Arc::new(BooleanArray::from(vec![*value])),
        Param::Int(value) => Arc::new(Int64Array::from(vec![*value])),
        Param::Float(value) => Arc::new(Float64Array::from(vec![*value])),
        Param::Text(value) => Arc::new(StringArray::from(vec![value.as_str()])),
        Param::Time(micros) => Arc::new(TimestampMicrosecondArray::from(vec![*micros])),
    }
}
