//! SQL texts of a dataset are checked before they are stored.

use sx_model::{Dataset, DatasetColumnFields, DatasetFields, DatasetMetricFields};
use sx_query::SqlChecker;

use crate::wrong::Wrong;

/// What is new or changed must pass; what was refused before (an import keeps such texts) does not stand in the way of
/// mending the rest. `before` is `None` where all is new to the database.
pub(super) fn check_sql(
    checker: &impl SqlChecker,
    before: Option<&Dataset>,
    fields: &DatasetFields,
    columns: &[DatasetColumnFields],
    metrics: &[DatasetMetricFields],
    wrong: &mut Wrong,
) {
    let filled = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let stored_column = |name: &str| before?.columns.iter().find(|column| column.fields.column_name == name);
    let stored_metric = |name: &str| before?.metrics.iter().find(|metric| metric.fields.metric_name == name);
    if let Some(sql) = filled(&fields.sql).filter(|sql| before.is_none_or(|it| it.fields.sql.as_ref() != Some(sql)))
        && let Err(sentence) = checker.query(&sql)
    {
        wrong.add("sql", sentence);
    }
    let is_new = |text: &String| before.is_none_or(|it| it.fields.fetch_values_predicate.as_ref() != Some(text));
    if let Some(text) = filled(&fields.fetch_values_predicate).filter(is_new)
        && let Err(sentence) = checker.expression(&text)
    {
        wrong.add("fetch_values_predicate", sentence);
    }
    for column in columns {
        let is_new = |text: &String| {
            stored_column(&column.column_name).is_none_or(|stored| stored.fields.expression.as_ref() != Some(text))
        };
        if let Some(text) = filled(&column.expression).filter(is_new)
            && let Err(sentence) = checker.expression(&text)
        {
            wrong.add("columns", format!("{}: {sentence}", column.column_name));
        }
    }
    for metric in metrics {
        let is_same = stored_metric(&metric.metric_name).is_some_and(|it| it.fields.expression == metric.expression);
        if let (false, Err(sentence)) = (is_same, checker.expression(&metric.expression)) {
            wrong.add("metrics", format!("{}: {sentence}", metric.metric_name));
        }
    }
}
