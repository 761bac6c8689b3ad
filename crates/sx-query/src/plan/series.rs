//! The top N series: a sub-query ranks them, a join keeps them.

use super::Planner;
use super::expression::Item;
use crate::sql::Sql;
use crate::{Kind, Param, QueryError};

const SERIES_ALIAS: &str = "series_limit";
/// The series that gathers the rest.
const OTHERS: &str = "Others";

impl Planner<'_> {
    /// The join after the relation that keeps the first `series_limit` series; `None` when all are wanted.
    /// `conditions` are those of the outer statement, which hold for the ranking too.
    pub(super) fn series_limit(
        &self,
        series: &[Item],
        metrics: &[Item],
        conditions: &[Sql],
    ) -> Result<Option<Sql>, QueryError> {
        let limit = self.query.series_limit.filter(|limit| *limit > 0 && !series.is_empty());
        let Some(limit) = limit else { return Ok(None) };
        let dialect = self.ctx.dialect;
        let first = metrics.first().map_or_else(|| "COUNT(*)".into(), |item| item.sql.clone());
        let rank = match &self.query.series_limit_metric {
            Some(metric) => self.metric(metric)?.sql,
            None => first.clone(),
        };
        let columns = series.iter().enumerate().map(|(position, item)| {
            Sql::concat([item.sql.clone(), format!(" AS {}", self.inner_alias(position)).into()])
        });
        let metric = Sql::concat([first, format!(" AS {}", dialect.quote("mme_inner__")).into()]);
        let mut inner = Sql::from("SELECT ");
        inner.push(Sql::join(columns.chain([metric]), ", "));
        inner.push(Sql::concat([" \nFROM ".into(), self.from()]));
        if !conditions.is_empty() {
            inner.push(Sql::concat([" \nWHERE ".into(), Sql::join(conditions.iter().cloned(), " AND ")]));
        }
        inner.push(Sql::concat([" GROUP BY ".into(), Sql::join(series.iter().map(|item| item.sql.clone()), ", ")]));
        let rank = rank.inline(dialect);
        let order = dialect.order(&rank, &rank, !self.query.order_desc);
        inner.push(format!(" ORDER BY {order} \n LIMIT {limit}"));
        let on = series.iter().enumerate().map(|(position, item)| {
            let series = item.sql.clone().in_parentheses();
            Sql::concat([series, format!(" = {}", self.inner_alias(position)).into()])
        });
        let kind = if self.query.group_others_when_limit_reached { " LEFT OUTER JOIN " } else { " JOIN " };
        let alias = format!(" AS {} ON ", dialect.quote(SERIES_ALIAS));
        Ok(Some(Sql::concat([kind.into(), inner.in_parentheses(), alias.into(), Sql::join(on, " AND ")])))
    }

    /// A series column where the series beyond the limit are called "Others".
    pub(super) fn or_others(&self, item: &Item, position: usize) -> Item {
        let dialect = self.ctx.dialect;
        let others = dialect.literal(&Param::Text(OTHERS.into()));
        let kept = format!("CASE WHEN ({} IS NOT NULL) THEN ", self.inner_alias(position));
        let value = match item.kind {
            Some(Kind::String) => item.sql.clone(),
            _ => dialect.cast_to_text(&item.sql.inline(dialect)).into(),
        };
        let sql = Sql::concat([kept.into(), value, format!(" ELSE {others} END").into()]);
        Item { label: item.label.clone(), sql, kind: Some(Kind::String) }
    }

    /// By position, so that a long label stays unique; the underscores keep it apart from the table's columns.
    fn inner_alias(&self, position: usize) -> String {
        self.ctx.dialect.quote(&format!("series_{}__", position + 1))
    }
}
