//! Questions made of questions: the rows behind a chart.

use crate::{ColumnRef, Dataset, Extras, OrderTarget, QueryObject};

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
