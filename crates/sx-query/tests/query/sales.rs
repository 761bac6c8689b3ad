//! A dataset to ask, and a checker that lets everything pass.

use std::collections::BTreeSet;

use sx_query::{
    CheckedSql, Dataset, DatasetColumn, DatasetMetric, Dialect, Kind, Plan, PlanContext, Postgres, QueryContext,
    QueryError, QueryObject, Relation, RelationRules, SqlChecker, TimeContext, plan,
};

pub struct LetPass;

impl SqlChecker for LetPass {
    fn expression(&self, text: &str) -> Result<CheckedSql, String> {
        if text.contains("pg_sleep") {
            return Err("the function pg_sleep is not allowed".into());
        }
        Ok(checked(text))
    }

    fn query(&self, text: &str) -> Result<CheckedSql, String> {
        self.expression(text)
    }
}

#[expect(clippy::disallowed_methods, reason = "the tests of this crate have no sx-sql to ask")]
pub fn checked(text: &str) -> CheckedSql {
    CheckedSql::assume_checked(text.into(), BTreeSet::new())
}

pub fn dataset() -> Dataset {
    let mut columns = vec![
        column("order_date", Kind::Temporal),
        column("sales", Kind::Numeric),
        column("quantity", Kind::Numeric),
        column("status", Kind::String),
        column("deal_size", Kind::String),
        column("is_paid", Kind::Boolean),
        column("seen_ms", Kind::Numeric),
        column("day_text", Kind::String),
        column("is_large", Kind::Boolean),
    ];
    columns[0].is_dttm = true;
    columns[3].verbose_name = Some("State of the order".into());
    columns[6].is_dttm = true;
    columns[6].python_date_format = Some("epoch_ms".into());
    columns[7].is_dttm = true;
    columns[7].python_date_format = Some("%Y-%m-%d".into());
    columns[8].expression = Some(checked("sales > 100 OR quantity > 10"));
    let count =
        DatasetMetric { name: "count".into(), verbose_name: Some("COUNT(*)".into()), expression: checked("COUNT(*)") };
    Dataset {
        relation: Relation::Table { schema: Some("public".into()), name: "orders".into() },
        columns,
        metrics: vec![count],
        main_dttm_col: Some("order_date".into()),
        fetch_values_predicate: Some(checked("status <> 'test'")),
        always_filter_main_dttm: false,
        offset: 0,
    }
}

fn column(name: &str, kind: Kind) -> DatasetColumn {
    DatasetColumn {
        name: name.into(),
        verbose_name: None,
        kind,
        is_dttm: false,
        expression: None,
        python_date_format: None,
    }
}

/// One question as it comes over the wire.
pub fn question(query: serde_json::Value) -> QueryObject {
    let body = serde_json::json!({"datasource": {"id": 1, "type": "table"}, "queries": [query]});
    QueryContext::from_value(body).unwrap().queries.remove(0)
}

pub fn plan_for(query: &QueryObject, dialect: &dyn Dialect) -> Result<Plan, QueryError> {
    plan_with_rules(query, dialect, RelationRules::default())
}

pub fn plan_with_rules(query: &QueryObject, dialect: &dyn Dialect, rules: RelationRules) -> Result<Plan, QueryError> {
    let context = PlanContext {
        time: TimeContext::utc("2026-11-20T05:58:54".parse().unwrap()),
        dialect,
        check: &LetPass,
        row_limit_default: 50_000,
        row_limit_max: 100_000,
        rules,
    };
    plan(query, &dataset(), &context)
}

/// The statement for Postgres, written for people.
pub fn sql(query: serde_json::Value) -> String {
    match plan_for(&question(query), &Postgres) {
        Ok(plan) => plan.display_sql,
        Err(error) => error.to_string(),
    }
}
