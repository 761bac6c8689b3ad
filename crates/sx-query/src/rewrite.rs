//! Questions made of questions: the rows behind a chart, shares of a whole.

use serde_json::{Map, Value};

use crate::{ColumnRef, Dataset, Extras, Kind, OrderTarget, PostProcessing, QueryObject, Table};

const CONTRIBUTION: &str = "contribution";

/// Of the questions of one chart the one whose answer is the whole that others show shares of: without it, shares are of the
/// rows that the limit leaves. It is to be asked without a limit, and its answer given to [`set_totals`].
pub fn totals_question(queries: &[QueryObject]) -> Option<usize> {
    let wants_totals = |query: &QueryObject| query.post_processing.iter().flatten().any(is_contribution);
    let is_totals = |query: &QueryObject| {
        let has_metrics = query.metrics.as_ref().is_some_and(|metrics| !metrics.is_empty());
        query.columns.is_empty() && has_metrics && query.post_processing.iter().flatten().next().is_none()
    };
    queries.iter().any(wants_totals).then(|| queries.iter().position(is_totals)).flatten()
}

/// Gives each share of a column the sums of the whole, by column.
pub fn set_totals(queries: &mut [QueryObject], whole: &Table) {
    let numbers = whole.columns.iter().filter(|column| column.kind == Kind::Numeric);
    let sum = |values: &crate::Values| (0..values.len()).filter_map(|row| values.number(row)).sum::<f64>();
    let totals: Map<String, Value> = numbers.map(|column| (column.name.clone(), sum(&column.values).into())).collect();
    let operations = queries.iter_mut().flat_map(|query| query.post_processing.iter_mut().flatten());
    for operation in operations.filter(|operation| is_contribution(operation)) {
        operation.options.get_or_insert_default().insert("contribution_totals".to_owned(), totals.clone().into());
    }
}

fn is_contribution(operation: &PostProcessing) -> bool {
    operation.operation == CONTRIBUTION
}

impl QueryObject {
    /// Some rows of the dataset as they are, whatever time the chart shows.
    pub fn as_samples(&self, dataset: &Dataset) -> Self {
        let open = Some("No filter".into());
        Self { orderby: Vec::new(), time_range: open, ..self.as_rows(dataset) }
    }

    /// The rows that the question's filters leave, in a steady order.
    pub fn as_drill_detail(&self, dataset: &Dataset) -> Self {
        let first = dataset.columns.first().map(|column| (OrderTarget::Name(column.name.clone()), true));
        Self { orderby: first.into_iter().collect(), ..self.as_rows(dataset) }
    }

    fn as_rows(&self, dataset: &Dataset) -> Self {
        Self {
            columns: dataset.columns.iter().map(|column| ColumnRef::Name(column.name.clone())).collect(),
            metrics: None,
            series_columns: Vec::new(),
            series_limit: None,
            is_timeseries: Some(false),
            post_processing: Vec::new(),
            time_offsets: Vec::new(),
            // Rows that are not grouped have no groups to leave out.
            extras: Extras { having: String::new(), ..self.extras.clone() },
            ..self.clone()
        }
    }
}
