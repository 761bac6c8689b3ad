//! The texts of a question that may be templates.

use sx_model::{AppError, Result};
use sx_query::{AdhocColumn, AdhocMetric, ColumnRef, MetricRef, OrderTarget, QueryObject};
use sx_sql::template::is_template;

use super::renderer::Renderer;

/// Where a text stands, for its error, and the text.
type Texts<'a> = Vec<(&'static str, &'a mut String)>;

pub(super) fn has_templates(query: &QueryObject) -> bool {
    let column = |column: &ColumnRef| matches!(column, ColumnRef::Adhoc(adhoc) if is_template(&adhoc.sql_expression));
    let sql = |metric: &AdhocMetric| metric.sql_expression.as_deref().is_some_and(is_template);
    let metric = |metric: &MetricRef| matches!(metric, MetricRef::Adhoc(adhoc) if sql(adhoc));
    let order = |target: &OrderTarget| match target {
        OrderTarget::Name(_) => false,
        OrderTarget::Metric(metric) => sql(metric),
        OrderTarget::Column(adhoc) => is_template(&adhoc.sql_expression),
    };
    is_template(&query.extras.where_)
        || is_template(&query.extras.having)
        || query.columns.iter().chain(&query.series_columns).any(column)
        || query.filters.iter().any(|filter| column(&filter.col))
        || query.metrics.iter().flatten().chain(&query.series_limit_metric).any(metric)
        || query.orderby.iter().any(|(target, _)| order(target))
}

/// # Errors
/// 400 with the place, for the first template that makes no text.
pub(super) async fn render(query: &mut QueryObject, renderer: &mut Renderer<'_>) -> Result<()> {
    for (place, text) in texts(query) {
        let rendered = renderer.render(text).await?;
        *text = rendered.map_err(|sentence| AppError::invalid(format!("{place}: {sentence}")))?;
    }
    Ok(())
}

fn texts(query: &mut QueryObject) -> Texts<'_> {
    let mut texts = Texts::new();
    let columns = query.columns.iter_mut().chain(&mut query.series_columns);
    let columns = columns.chain(query.filters.iter_mut().map(|filter| &mut filter.col));
    for column in columns {
        if let ColumnRef::Adhoc(adhoc) = column {
            texts.extend(of_column(adhoc));
        }
    }
    for metric in query.metrics.iter_mut().flatten().chain(&mut query.series_limit_metric) {
        if let MetricRef::Adhoc(adhoc) = metric {
            texts.extend(of_metric(adhoc));
        }
    }
    for (target, _) in &mut query.orderby {
        match target {
            OrderTarget::Name(_) => {}
            OrderTarget::Metric(metric) => texts.extend(of_metric(metric)),
            OrderTarget::Column(adhoc) => texts.extend(of_column(adhoc)),
        }
    }
    texts.push(("WHERE", &mut query.extras.where_));
    texts.push(("HAVING", &mut query.extras.having));
    texts.retain(|(_, text)| is_template(text));
    texts
}

/// The label of the answer stays what it was: by default the text as it was written.
fn of_column(adhoc: &mut AdhocColumn) -> Option<(&'static str, &mut String)> {
    if is_template(&adhoc.sql_expression) {
        adhoc.label.get_or_insert_with(|| adhoc.sql_expression.clone());
    }
    Some(("Column", &mut adhoc.sql_expression))
}

fn of_metric(adhoc: &mut AdhocMetric) -> Option<(&'static str, &mut String)> {
    let text = adhoc.sql_expression.as_mut()?;
    if is_template(text) {
        adhoc.label.get_or_insert_with(|| text.clone());
    }
    Some(("Metric", text))
}

/// Filters that a template took over; so does a time range on such a column.
pub(super) fn remove_filters(query: &mut QueryObject, removed: &[String]) {
    if removed.is_empty() {
        return;
    }
    let is_removed = |name: &String| removed.contains(name);
    query.filters.retain(|filter| match &filter.col {
        ColumnRef::Name(name) => !is_removed(name),
        ColumnRef::Adhoc(adhoc) => !is_removed(adhoc.label.as_ref().unwrap_or(&adhoc.sql_expression)),
    });
    if query.granularity.as_ref().is_some_and(is_removed) {
        // Not None: then the range of another filter would be this column's.
        query.time_range = Some("No filter".to_owned());
    }
}
