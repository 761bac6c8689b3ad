//! Columns and metrics as SQL.

use super::Planner;
use super::label::{adhoc_metric_label, column_label};
use crate::query::{AdhocColumn, AdhocMetric, ColumnRef, MetricRef};
use crate::sql::Sql;
use crate::{DatasetColumn, Kind, QueryError};

/// Something to select, to group by or to order by.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub label: String,
    pub sql: Sql,
    pub kind: Option<Kind>,
}

impl<'a> Planner<'a> {
    pub(super) fn column_sql(&self, column: &DatasetColumn) -> Sql {
        match &column.expression {
            Some(expression) => expression.text().into(),
            None => self.ctx.dialect.quote(&column.name).into(),
        }
    }

    /// The column where an operator follows, so that an OR inside a calculated column stays inside.
    pub(super) fn operand(&self, column: &DatasetColumn) -> Sql {
        let sql = self.column_sql(column);
        if column.expression.is_some() { sql.in_parentheses() } else { sql }
    }

    /// The column as a time, cut to the grain.
    pub(super) fn time_sql(&self, column: &DatasetColumn, grain: Option<&str>) -> Result<Sql, QueryError> {
        let dialect = self.ctx.dialect;
        let operand = || self.operand(column).inline(dialect);
        let time = match column.python_date_format.as_deref() {
            Some("epoch_s") => dialect.epoch_seconds_to_time(&operand()),
            Some("epoch_ms") => dialect.epoch_millis_to_time(&operand()),
            _ => self.column_sql(column).inline(dialect),
        };
        self.cut(time, grain)
    }

    fn cut(&self, time: String, grain: Option<&str>) -> Result<Sql, QueryError> {
        let Some(grain) = grain.filter(|grain| !grain.is_empty()) else { return Ok(time.into()) };
        let dialect = self.ctx.dialect;
        let unknown = || QueryError::TimeGrain { grain: grain.into(), dialect: dialect.id().into() };
        dialect.time_grain(grain, &time).map(Sql::from).ok_or_else(unknown)
    }

    /// A column of the question as it is grouped by: `granularity` among them is cut to the time grain.
    pub(super) fn dimension(&self, column: &ColumnRef) -> Result<Item, QueryError> {
        if let ColumnRef::Name(name) = column
            && let Some(time) = self.time_column.filter(|time| time.name == *name)
        {
            let grain = self.query.extras.time_grain_sqla.as_deref();
            return Ok(Item { label: name.clone(), sql: self.time_sql(time, grain)?, kind: Some(time.kind) });
        }
        self.plain_column(column)
    }

    /// A column of the question as it is selected.
    pub(super) fn plain_column(&self, column: &ColumnRef) -> Result<Item, QueryError> {
        let label = column_label(column);
        match column {
            ColumnRef::Adhoc(adhoc) => self.adhoc_column(adhoc),
            ColumnRef::Name(name) => {
                let known = self.column(name).ok_or_else(|| QueryError::MissingColumns(vec![name.clone()]))?;
                Ok(Item { label, sql: self.column_sql(known), kind: Some(known.kind) })
            }
        }
    }

    pub(super) fn adhoc_column(&self, adhoc: &AdhocColumn) -> Result<Item, QueryError> {
        let label = column_label(&ColumnRef::Adhoc(adhoc.clone()));
        let is_axis = adhoc.column_type.as_deref() == Some("BASE_AXIS");
        let grain = adhoc.time_grain.as_deref().filter(|grain| is_axis && !grain.is_empty());
        if let Some(column) = self.referenced(adhoc) {
            let is_time = column.is_dttm || column.kind == Kind::Temporal;
            let sql = match grain {
                Some(grain) if is_time => self.time_sql(column, Some(grain))?,
                _ => self.column_sql(column),
            };
            return Ok(Item { label, sql, kind: Some(column.kind) });
        }
        if adhoc.is_column_reference == Some(true) {
            return Err(QueryError::MissingColumns(vec![adhoc.sql_expression.clone()]));
        }
        let sql = self.custom_sql("Column", &adhoc.sql_expression)?;
        match grain.filter(|_| yields_time(&adhoc.sql_expression)) {
            Some(grain) => Ok(Item {
                label,
                sql: self.cut(sql.inline(self.ctx.dialect), Some(grain))?,
                kind: Some(Kind::Temporal),
            }),
            None => Ok(Item { label, sql, kind: None }),
        }
    }

    /// The dataset's column that an ad-hoc column is nothing but.
    pub(super) fn referenced(&self, adhoc: &AdhocColumn) -> Option<&'a DatasetColumn> {
        self.column(&adhoc.sql_expression)
    }

    pub(super) fn metric(&self, metric: &MetricRef) -> Result<Item, QueryError> {
        match metric {
            MetricRef::Name(name) => self.saved_metric(name).ok_or_else(|| QueryError::MissingMetric(name.clone())),
            MetricRef::Adhoc(adhoc) => self.adhoc_metric(adhoc),
        }
    }

    pub(super) fn saved_metric(&self, name: &str) -> Option<Item> {
        let metric = self.dataset.metrics.iter().find(|metric| metric.name == name)?;
        Some(Item { label: name.into(), sql: metric.expression.text().into(), kind: None })
    }

    pub(super) fn adhoc_metric(&self, metric: &AdhocMetric) -> Result<Item, QueryError> {
        let label = adhoc_metric_label(metric);
        let sql = match metric.expression_type.to_ascii_uppercase().as_str() {
            "SIMPLE" => self.aggregate(metric)?,
            "SQL" => match metric.sql_expression.as_deref().filter(|text| !text.trim().is_empty()) {
                Some(text) => self.custom_sql("Metric", text)?,
                None => return Err(QueryError::Metric("Adhoc metric SQL expression is invalid".into())),
            },
            _ => return Err(QueryError::Metric("Adhoc metric expressionType is invalid".into())),
        };
        Ok(Item { label, sql, kind: None })
    }

    fn aggregate(&self, metric: &AdhocMetric) -> Result<Sql, QueryError> {
        let invalid = || QueryError::Metric("Adhoc metric aggregate is invalid".into());
        let (before, after) = match metric.aggregate.as_deref() {
            Some("COUNT_DISTINCT") => ("COUNT(DISTINCT ", ")"),
            Some("COUNT") => ("COUNT(", ")"),
            Some("SUM") => ("SUM(", ")"),
            Some("AVG") => ("AVG(", ")"),
            Some("MIN") => ("MIN(", ")"),
            Some("MAX") => ("MAX(", ")"),
            _ => return Err(invalid()),
        };
        let name = &metric.column.as_ref().ok_or_else(invalid)?.column_name;
        let column = self.column(name).ok_or_else(|| QueryError::MissingColumns(vec![name.clone()]))?;
        Ok(Sql::concat([before.into(), self.column_sql(column), after.into()]))
    }

    /// SQL that the person who asks wrote.
    pub(super) fn custom_sql(&self, place: &'static str, text: &str) -> Result<Sql, QueryError> {
        let checked = self.ctx.check.expression(text).map_err(|problem| QueryError::Sql { place, problem })?;
        Ok(checked.text().into())
    }
}

/// Whether an expression is plainly a time, so that the axis' grain applies. The client sends a grain with every
/// x-axis, and cutting text or numbers to a month would fail; asking the database for the type would be I/O.
fn yields_time(expression: &str) -> bool {
    let text: String = expression.to_ascii_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let starts = ["date_trunc(", "to_timestamp(", "to_date(", "make_date(", "make_timestamp(", "date(", "time_bucket("];
    let casts = ["as date)", "as timestamp)", "as timestamptz)", "::date", "::timestamp", "::timestamptz"];
    let cast_is_whole = casts.iter().any(|end| text.ends_with(end)) && !text.starts_with("case ");
    starts.iter().any(|start| text.starts_with(start)) || cast_is_whole
}
