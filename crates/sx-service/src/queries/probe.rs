//! Whether an expression is one: its text is parsed and allowed, then the database is asked for no rows of it.

use std::sync::Arc;

use sx_connect::{Limits, SourceQuery};
use sx_model::{
    AppError, DatasetId, ErrorKind, ExpressionCheck, ExpressionProblem, ExpressionQuestion, ExpressionType, Result,
};
use sx_query::{AdhocColumn, AdhocMetric, ColumnRef, Extras, Kind, MetricRef, QueryObject, SqlChecker as _, Values};
use sx_sql::template::{Mode, is_template};

use crate::{Caller, Service, access::Action, datasets::LoadedDataset, sources::connect_error, times::Times};

/// A question for no rows; this is what its envelope may take.
const ENVELOPE_BYTES: usize = 16 << 20;
const LABEL: &str = "checked";

impl Service {
    /// What is wrong with an expression over this dataset; nothing wrong is an empty list. That the database cannot be asked
    /// is an error.
    pub async fn check_expression(
        &self,
        caller: &Caller,
        dataset: DatasetId,
        question: &ExpressionQuestion,
    ) -> Result<ExpressionCheck> {
        caller.require(Action::AskData)?;
        let loaded = self.find_dataset(caller, dataset).await?;
        self.probe(caller, &loaded, question).await
    }

    /// Access to the dataset was checked by the caller of this function.
    pub(crate) async fn probe(
        &self,
        caller: &Caller,
        loaded: &Arc<LoadedDataset>,
        question: &ExpressionQuestion,
    ) -> Result<ExpressionCheck> {
        // What a template becomes is checked with the plan.
        if !is_template(&question.expression)
            && let Err(sentence) = loaded.checker.expression(&question.expression)
        {
            return Ok(failed(sentence));
        }
        let (query, times) = (query_of(question), Times::of(caller, None));
        // Without filters, or with made-up ones where a template cannot do without.
        let plan = match self.plan_only(caller, loaded, &query, times, Mode::Ask).await {
            Err(error) => self.plan_only(caller, loaded, &query, times, Mode::Sample).await.map_err(|_| error),
            plan => plan,
        };
        let plan = match plan {
            Ok(plan) => plan,
            Err(error) => return Ok(failed(error.message)),
        };
        let source = self.source(&loaded.connection)?;
        let nothing = SourceQuery {
            sql: format!("SELECT * FROM ({}) AS {LABEL} LIMIT 0", plan.sql),
            params: plan.params,
            limits: Limits { rows: 1, bytes: ENVELOPE_BYTES, timeout: self.config.query_timeout },
            tag: format!("sextant user={}", caller.name()),
        };
        let table = match source.collect(nothing).await.map_err(|error| loaded.rules.told(connect_error(error))) {
            Ok(table) => table,
            Err(error) if is_about_the_text(&error) => return Ok(failed(error.message)),
            Err(error) => return Err(error),
        };
        let yields_value = matches!(question.expression_type, ExpressionType::Column | ExpressionType::Metric);
        let found = table.columns.first().filter(|_| yields_value).map(|column| &column.values);
        Ok(ExpressionCheck {
            problems: Vec::new(),
            kind: found.map(kind_of),
            type_text: found.map(|values| type_text(values).to_owned()),
        })
    }
}

/// The database's own name is not told with an answer: the widest type of its kind.
pub(crate) fn type_text(values: &Values) -> &'static str {
    match values {
        Values::Int(_) => "BIGINT",
        Values::Float(_) => "DOUBLE PRECISION",
        Values::Text(_) => "VARCHAR",
        Values::Bool(_) => "BOOLEAN",
        Values::Time(_) => "TIMESTAMP",
        Values::Json(_) => "JSON",
    }
}

fn kind_of(values: &Values) -> Kind {
    match values {
        Values::Int(_) | Values::Float(_) => Kind::Numeric,
        Values::Bool(_) => Kind::Boolean,
        Values::Time(_) => Kind::Temporal,
        Values::Text(_) | Values::Json(_) => Kind::String,
    }
}

fn query_of(question: &ExpressionQuestion) -> QueryObject {
    let text = question.expression.clone();
    let metric = |text: String| {
        let metric = AdhocMetric {
            expression_type: "SQL".to_owned(),
            sql_expression: Some(text),
            label: Some(LABEL.to_owned()),
            ..AdhocMetric::default()
        };
        Some(vec![MetricRef::Adhoc(Box::new(metric))])
    };
    let count = || metric("COUNT(*)".to_owned());
    // A question with HAVING is grouped, so that the database refuses a metric that is no aggregate.
    let grouped = Extras { having: "COUNT(*) >= 0".to_owned(), ..Extras::default() };
    let (columns, metrics, extras) = match question.expression_type {
        ExpressionType::Column => (vec![column(text)], None, Extras::default()),
        ExpressionType::Metric => (Vec::new(), metric(text), grouped),
        ExpressionType::Where => (Vec::new(), count(), Extras { where_: text, ..Extras::default() }),
        ExpressionType::Having => (Vec::new(), count(), Extras { having: text, ..Extras::default() }),
    };
    QueryObject { columns, metrics, extras, row_limit: Some(1), ..QueryObject::default() }
}

fn column(text: String) -> ColumnRef {
    ColumnRef::Adhoc(AdhocColumn { sql_expression: text, label: Some(LABEL.to_owned()), ..AdhocColumn::default() })
}

/// A database that cannot be reached says nothing about the text.
fn is_about_the_text(error: &AppError) -> bool {
    match &error.kind {
        ErrorKind::Source(error_type) => !error_type.starts_with("CONNECTION_"),
        _ => false,
    }
}

fn failed(message: String) -> ExpressionCheck {
    let (line_number, start_column) = place(&message).unzip();
    let problem = ExpressionProblem { message, line_number, start_column, end_column: start_column };
    ExpressionCheck { problems: vec![problem], ..ExpressionCheck::default() }
}

/// The parser's “… at Line: 1, Column: 5”.
fn place(message: &str) -> Option<(u64, u64)> {
    let (line, column) = message.rsplit_once("Line: ")?.1.split_once(", Column: ")?;
    let digits = column.find(|c: char| !c.is_ascii_digit()).map_or(column, |end| &column[..end]);
    Some((line.parse().ok()?, digits.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_read_from_the_parsers_sentence() {
        assert_eq!(place("The SQL could not be read: sql parser error at Line: 2, Column: 15."), Some((2, 15)));
        assert_eq!(place("Sub-queries are not allowed here."), None);
    }

    #[test]
    fn a_metric_is_asked_as_an_aggregate() {
        let question = |expression_type| ExpressionQuestion { expression: "x".to_owned(), expression_type };
        assert_eq!(query_of(&question(ExpressionType::Metric)).extras.having, "COUNT(*) >= 0");
        let filter = query_of(&question(ExpressionType::Where));
        assert_eq!((filter.extras.where_.as_str(), filter.columns.len()), ("x", 0));
        assert_eq!(query_of(&question(ExpressionType::Column)).metrics, None);
    }
}
