//! New expressions are asked of the database before they are stored.

use std::sync::Arc;

use futures::future::join_all;
use sx_model::{
    Dataset, DatasetColumn, DatasetColumnFields, DatasetColumnId, DatasetFields, DatasetMetric, DatasetMetricFields,
    DatasetMetricId, ExpressionQuestion, ExpressionType, Result,
};
use sx_sql::template::is_template;
use sx_store::Connection;

use crate::{Caller, Service, datasets::LoadedDataset, wrong::Wrong};

/// An expression, and where in the request it stands.
struct Text {
    place: &'static str,
    name: String,
    question: ExpressionQuestion,
}

impl Service {
    /// Columns, metrics and the predicate whose text is new or changed. A database that cannot be reached just now refuses
    /// nothing: people must be able to mend a dataset then, too.
    pub(super) async fn check_expressions(
        &self,
        caller: &Caller,
        connection: &Connection,
        before: &Dataset,
        fields: &DatasetFields,
        columns: &[DatasetColumnFields],
        metrics: &[DatasetMetricFields],
    ) -> Result<()> {
        let texts = new_texts(before, fields, columns, metrics);
        if texts.is_empty() {
            return Ok(());
        }
        let mut wrong = Wrong::default();
        let candidate = candidate(before, fields, columns, metrics);
        let loaded = Arc::new(LoadedDataset::new(candidate, connection.clone())?);
        let loaded = self.restrict(caller, loaded).await?;
        let checks = texts.iter().map(|text| self.probe(caller, &loaded, &text.question));
        for (text, check) in texts.iter().zip(join_all(checks).await) {
            match check {
                Ok(check) => {
                    for problem in check.problems {
                        wrong.add(text.place, format!("{}: {}", text.name, problem.message));
                    }
                }
                Err(error) => tracing::info!(%error, name = text.name, "an expression is saved unchecked"),
            }
        }
        wrong.check()
    }
}

fn new_texts(
    before: &Dataset,
    fields: &DatasetFields,
    columns: &[DatasetColumnFields],
    metrics: &[DatasetMetricFields],
) -> Vec<Text> {
    let question =
        |expression: &str, expression_type| ExpressionQuestion { expression: expression.to_owned(), expression_type };
    let is_stored_column = |column: &DatasetColumnFields| {
        let mut stored = before.columns.iter().map(|stored| &stored.fields);
        stored.any(|it| it.column_name == column.column_name && it.expression == column.expression)
    };
    let is_stored_metric = |metric: &DatasetMetricFields| {
        let mut stored = before.metrics.iter().map(|stored| &stored.fields);
        stored.any(|it| it.metric_name == metric.metric_name && it.expression == metric.expression)
    };
    let columns = columns.iter().filter(|column| !is_stored_column(column)).filter_map(|column| {
        let text = filled(column.expression.as_deref())?;
        let question = question(text, ExpressionType::Column);
        Some(Text { place: "columns", name: column.column_name.clone(), question })
    });
    let metrics = metrics.iter().filter(|metric| !is_stored_metric(metric)).map(|metric| {
        let question = question(&metric.expression, ExpressionType::Metric);
        Text { place: "metrics", name: metric.metric_name.clone(), question }
    });
    let is_new = fields.fetch_values_predicate != before.fields.fetch_values_predicate;
    let predicate = filled(fields.fetch_values_predicate.as_deref()).filter(|_| is_new).map(|text| {
        let question = question(text, ExpressionType::Where);
        Text { place: "fetch_values_predicate", name: "The predicate".to_owned(), question }
    });
    // What a template is asked of depends on the question; its SQL was looked at before.
    let texts = columns.chain(metrics).chain(predicate);
    texts.filter(|text| !is_template(&text.question.expression)).collect()
}

/// The dataset as it would be, for the planner alone: ids mean nothing to it.
fn candidate(
    before: &Dataset,
    fields: &DatasetFields,
    columns: &[DatasetColumnFields],
    metrics: &[DatasetMetricFields],
) -> Dataset {
    let column = |fields: &DatasetColumnFields| DatasetColumn { id: DatasetColumnId(0), fields: fields.clone() };
    let metric = |fields: &DatasetMetricFields| DatasetMetric { id: DatasetMetricId(0), fields: fields.clone() };
    Dataset {
        fields: fields.clone(),
        columns: columns.iter().map(column).collect(),
        metrics: metrics.iter().map(metric).collect(),
        ..before.clone()
    }
}

fn filled(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.trim().is_empty())
}
