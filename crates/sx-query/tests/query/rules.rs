//! Row rules stand in every statement, behind a fence where the question brings SQL.

use insta::assert_snapshot;
use serde_json::json;
use sx_query::{DIALECTS, Postgres};

use crate::sales::{plan_with_rules, question};

const RULES: &[&str] = &["region = 'north'", "sales < 10 OR is_paid"];

#[test]
fn rules_are_conditions_of_the_statement() {
    let query = question(json!({"columns": ["status"], "metrics": ["count"]}));
    assert_snapshot!(plan_with_rules(&query, &Postgres, RULES).unwrap().sql, @r#"
    SELECT "status" AS "status", COUNT(*) AS "count" 
    FROM "public"."orders" 
    WHERE (region = 'north') AND (sales < 10 OR is_paid) GROUP BY "status" 
     LIMIT 50000
    "#);
}

#[test]
fn sql_of_the_question_runs_above_a_fence() {
    let query =
        question(json!({"columns": ["status"], "metrics": ["count"], "extras": {"where": "1 / (sales - 7) > 0"}}));
    assert_snapshot!(plan_with_rules(&query, &Postgres, RULES).unwrap().sql, @r#"
    SELECT "status" AS "status", COUNT(*) AS "count" 
    FROM (SELECT * FROM "public"."orders" WHERE (region = 'north') AND (sales < 10 OR is_paid) OFFSET 0) AS "orders" 
    WHERE (1 / (sales - 7) > 0) GROUP BY "status" 
     LIMIT 50000
    "#);
}

/// Each place where SQL may come in, and each sub-query, sees the ruled rows only.
#[test]
fn no_question_escapes_the_rules() {
    let sql_metric = json!({"expressionType": "SQL", "sqlExpression": "SUM(sales)", "label": "s"});
    let sql_column = json!({"expressionType": "SQL", "sqlExpression": "UPPER(status)", "label": "u"});
    let questions = [
        json!({"columns": ["status"]}),
        json!({"columns": [sql_column]}),
        json!({"columns": ["status"], "metrics": [sql_metric]}),
        json!({"columns": ["status"], "metrics": [], "orderby": [[sql_metric, true]]}),
        json!({"columns": ["status"], "metrics": [], "filters": [{"col": sql_column, "op": "==", "val": "A"}]}),
        json!({"columns": ["status"], "metrics": ["count"], "extras": {"having": "COUNT(*) > 1"}}),
        json!({"columns": ["status"], "metrics": ["count"], "series_columns": ["status"], "series_limit": 3}),
        json!({"columns": ["status"], "metrics": [sql_metric], "series_columns": ["status"], "series_limit": 3}),
        json!({"columns": ["status"], "metrics": ["count"], "is_rowcount": true}),
    ];
    for body in questions {
        let query = question(body.clone());
        for dialect in DIALECTS {
            let sql = plan_with_rules(&query, *dialect, RULES).unwrap().sql;
            let reads = sql.matches(r#""public"."orders""#).count();
            assert!(reads > 0, "{sql}");
            assert_eq!(sql.matches("(region = 'north') AND (sales < 10 OR is_paid)").count(), reads, "{sql}");
            assert_eq!(
                sql.contains("OFFSET 0"),
                body.to_string().contains("SQL") || body.to_string().contains("having"),
                "{sql}"
            );
        }
    }
}
