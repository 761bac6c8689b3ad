//! What the result types ask for, each with its own default number of rows.

use std::borrow::Cow;

use sx_model::DatasetColumnFields;
use sx_query::{Dataset, Kind, QueryObject, ResultType, kind_of_type};

use super::questions::SAMPLES_ROW_LIMIT;

/// The question for rows behind a query of that type; `None` for the types that ask for no rows.
pub(super) fn rows_question<'a>(
    result_type: ResultType,
    query: &'a QueryObject,
    dataset: &Dataset,
) -> Option<Cow<'a, QueryObject>> {
    match result_type {
        ResultType::Full | ResultType::Results | ResultType::PostProcessed => Some(Cow::Borrowed(query)),
        ResultType::Samples => {
            let limit = query.row_limit.filter(|limit| *limit > 0).unwrap_or(SAMPLES_ROW_LIMIT);
            Some(Cow::Owned(QueryObject { row_limit: Some(limit), ..query.as_samples(dataset) }))
        }
        ResultType::DrillDetail => Some(Cow::Owned(query.as_drill_detail(dataset))),
        ResultType::Query | ResultType::Columns | ResultType::Timegrains => None,
    }
}

/// The reference's number of a column's type: it tells times and numbers apart from everything else.
pub(super) fn data_type(column: &DatasetColumnFields) -> u8 {
    let kind = match kind_of_type(column.type_.as_deref().unwrap_or_default()) {
        _ if column.is_dttm => Kind::Temporal,
        Kind::Numeric => Kind::Numeric,
        Kind::String | Kind::Temporal | Kind::Boolean => Kind::String,
    };
    kind.into()
}
