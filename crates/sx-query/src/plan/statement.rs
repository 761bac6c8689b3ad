//! The whole SELECT.

use super::expression::Item;
use super::{Moves, PlanColumn, Planner, TIME_LABEL, bounds::is_base_axis, label};
use crate::query::ColumnRef;
use crate::sql::Sql;
use crate::time::Distance;
use crate::{Kind, QueryError};

pub(super) struct Statement {
    pub sql: Sql,
    pub columns: Vec<PlanColumn>,
}

/// The parts before they are joined.
struct Parts {
    select: Vec<Item>,
    group: Vec<Item>,
    /// The part of `group` that names the series.
    series: Vec<Item>,
    metrics: Vec<Item>,
}

impl Planner<'_> {
    pub(super) fn statement(&self) -> Result<Statement, QueryError> {
        let keys = self.order_keys()?;
        let is_grouped = self.query.metrics.is_some() || keys.iter().any(|key| key.is_metric);
        let mut parts = self.parts(is_grouped)?;
        let conditions = self.conditions()?;
        let mut filters = self.granularity_conditions()?;
        filters.extend(conditions.filters);
        if self.query.apply_fetch_values_predicate
            && let Some(predicate) = &self.dataset.fetch_values_predicate
        {
            filters.push(Sql::from(predicate.text()).in_parentheses());
        }
        let mut from = self.from();
        if let Some(join) = self.series_limit(&parts.series, &parts.metrics, &filters)? {
            from.push(join);
            if self.query.group_others_when_limit_reached {
                self.name_others(&mut parts);
            }
        }
        let mut sql = self.select(&parts.select);
        sql.push(Sql::concat([" \nFROM ".into(), from]));
        clause(&mut sql, " \nWHERE ", filters, " AND ");
        clause(&mut sql, " GROUP BY ", parts.group.iter().map(|item| item.sql.clone()).collect(), ", ");
        clause(&mut sql, " \nHAVING ", conditions.having, " AND ");
        if !keys.is_empty() {
            sql.push(Sql::concat([" ORDER BY ".into(), self.order_by(keys, &parts.select)]));
        }
        sql.push(self.limit());
        if self.query.is_rowcount {
            return Ok(self.counted(sql));
        }
        Ok(Statement { sql, columns: parts.select.iter().map(|item| self.plan_column(item)).collect() })
    }

    fn parts(&self, is_grouped: bool) -> Result<Parts, QueryError> {
        let is_axis = |column: &&ColumnRef| !matches!(column, ColumnRef::Name(name) if name == TIME_LABEL);
        let columns: Vec<_> = self.query.columns.iter().filter(is_axis).collect();
        let mut parts = Parts { select: Vec::new(), group: Vec::new(), series: Vec::new(), metrics: Vec::new() };
        if is_grouped {
            let metrics: Result<_, _> = self.query.metrics.iter().flatten().map(|metric| self.metric(metric)).collect();
            parts.metrics = metrics?;
            let dimensions: Result<_, _> = columns.iter().map(|column| self.dimension(column)).collect();
            parts.group = dimensions?;
            let series = label::series_labels(self.query);
            let is_series = |label: &String| (self.is_timeseries && series.is_empty()) || series.contains(label);
            parts.series = parts.group.iter().filter(|item| is_series(&item.label)).cloned().collect();
            parts.select.clone_from(&parts.group);
        } else {
            let selected: Result<_, _> = columns.iter().map(|column| self.plain_column(column)).collect();
            parts.select = selected?;
        }
        // The time axis is selected first and grouped last.
        if let Some(column) = self.time_column.filter(|_| self.is_timeseries) {
            let sql = self.time_sql(column, self.query.extras.time_grain_sqla.as_deref())?;
            let axis = Item { label: TIME_LABEL.into(), sql, kind: Some(column.kind) };
            parts.select.insert(0, axis.clone());
            parts.group.push(axis);
        }
        for metric in &parts.metrics {
            if !parts.select.iter().any(|item| item.label == metric.label) {
                parts.select.push(metric.clone());
            }
        }
        let order = &self.query.extras.column_order;
        parts.select.sort_by_key(|item| order.iter().position(|label| *label == item.label).unwrap_or(order.len()));
        Ok(parts)
    }

    fn name_others(&self, parts: &mut Parts) {
        for (position, series) in parts.series.iter().enumerate() {
            let others = self.or_others(series, position);
            for item in parts.select.iter_mut().chain(&mut parts.group).filter(|item| item.label == series.label) {
                *item = others.clone();
            }
        }
    }

    fn select(&self, items: &[Item]) -> Sql {
        let items = items.iter().enumerate().map(|(position, item)| {
            Sql::concat([item.sql.clone(), format!(" AS {}", self.alias(position, &item.label)).into()])
        });
        Sql::concat(["SELECT ".into(), Sql::join(items, ", ")])
    }

    fn limit(&self) -> Sql {
        let limit = self.row_limit().map_or_else(String::new, |limit| format!(" \n LIMIT {limit}"));
        let offset = self.query.row_offset.filter(|offset| *offset > 0);
        (limit + &offset.map_or_else(String::new, |offset| format!(" OFFSET {offset}"))).into()
    }

    fn counted(&self, sql: Sql) -> Statement {
        let alias = self.ctx.dialect.quote("rowcount");
        let before = format!("SELECT COUNT(*) AS {alias} \nFROM (");
        let sql = Sql::concat([before.into(), sql, ") AS rowcount_qry".into()]);
        let column = PlanColumn {
            label: "rowcount".into(),
            kind: Some(Kind::Numeric),
            is_time: false,
            time_format: None,
            moves: Moves::default(),
        };
        Statement { sql, columns: vec![column] }
    }

    /// Text and numbers of the x-axis are read as times, and those of other columns whose format is known.
    fn plan_column(&self, item: &Item) -> PlanColumn {
        let label = item.label.clone();
        let axes = || self.query.columns.iter().filter(|column| is_base_axis(column)).map(label::column_label);
        let column = match (label == TIME_LABEL, self.time_column) {
            (true, Some(time)) => Some(time),
            _ => self.column(&label).filter(|column| column.is_dttm),
        };
        let is_axis = || self.query.granularity.as_ref() == Some(&label) || axes().any(|axis| axis == label);
        let time_format = column.and_then(|column| column.python_date_format.clone());
        let is_axis = column.is_some() && (label == TIME_LABEL || is_axis());
        let is_time = is_axis || time_format.is_some();
        let back = self.query.time_shift.as_deref().filter(|_| is_axis).and_then(Distance::shift);
        let moves = Moves { hours: self.dataset.offset * i64::from(is_axis), forth: back.map(Distance::opposite) };
        PlanColumn { label, kind: item.kind, is_time, time_format: time_format.filter(|_| is_time), moves }
    }
}

fn clause(sql: &mut Sql, keyword: &str, parts: Vec<Sql>, separator: &str) {
    if !parts.is_empty() {
        sql.push(Sql::concat([keyword.into(), Sql::join(parts, separator)]));
    }
}
