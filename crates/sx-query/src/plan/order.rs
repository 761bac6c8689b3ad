//! ORDER BY.

use super::Planner;
use super::expression::Item;
use crate::QueryError;
use crate::query::{ColumnRef, OrderTarget};
use crate::sql::Sql;

/// One key to sort by.
pub(super) struct OrderKey {
    pub item: Item,
    pub ascending: bool,
    /// A metric, which makes the statement a grouped one.
    pub is_metric: bool,
}

impl Planner<'_> {
    pub(super) fn order_keys(&self) -> Result<Vec<OrderKey>, QueryError> {
        self.query.orderby.iter().map(|(target, ascending)| self.order_key(target, *ascending)).collect()
    }

    fn order_key(&self, target: &OrderTarget, ascending: bool) -> Result<OrderKey, QueryError> {
        let (item, is_metric) = match target {
            OrderTarget::Metric(metric) => (self.adhoc_metric(metric)?, true),
            OrderTarget::Column(column) => (self.adhoc_column(column)?, false),
            OrderTarget::Name(name) => self.named(name)?,
        };
        Ok(OrderKey { item, ascending, is_metric })
    }

    /// A metric of the question, a column of the question, a saved metric, a column of the dataset.
    fn named(&self, name: &str) -> Result<(Item, bool), QueryError> {
        for metric in self.query.metrics.iter().flatten() {
            if super::label::metric_label(metric) == name {
                return Ok((self.metric(metric)?, true));
            }
        }
        for column in &self.query.columns {
            if let ColumnRef::Adhoc(adhoc) = column
                && adhoc.label.as_deref() == Some(name)
            {
                return Ok((self.adhoc_column(adhoc)?, false));
            }
        }
        if let Some(metric) = self.saved_metric(name) {
            return Ok((metric, true));
        }
        let column = self.column(name).ok_or_else(|| QueryError::OrderBy(name.into()))?;
        Ok((Item { label: name.into(), sql: self.column_sql(column), kind: Some(column.kind) }, false))
    }

    /// What is selected is named by its alias, the rest is written out.
    pub(super) fn order_by(&self, keys: Vec<OrderKey>, selected: &[Item]) -> Sql {
        let dialect = self.ctx.dialect;
        let keys = keys.into_iter().map(|key| {
            let position = selected.iter().position(|item| item.label == key.item.label);
            let value = position.map_or(&key.item.sql, |position| &selected[position].sql).inline(dialect);
            let name = position.map_or_else(|| value.clone(), |position| self.alias(position, &key.item.label));
            Sql::from(dialect.order(&name, &value, key.ascending))
        });
        Sql::join(keys, ", ")
    }

    /// The quoted alias of the selected item at `position`: its label, or a short name where the database would cut it.
    pub(super) fn alias(&self, position: usize, label: &str) -> String {
        let dialect = self.ctx.dialect;
        match dialect.longest_label() {
            Some(bytes) if label.len() > bytes => dialect.quote(&format!("column_{}", position + 1)),
            _ => dialect.quote(label),
        }
    }
}
