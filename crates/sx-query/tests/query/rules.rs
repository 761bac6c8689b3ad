//! What a person may see stands in every statement, behind a fence, in the place of the table.

use insta::assert_snapshot;
use serde_json::json;
use sx_query::{DIALECTS, Postgres, RelationRules};

use crate::sales::{checked, plan_for, plan_with_rules, question};

fn rows() -> RelationRules {
    let group = |texts: &[&str]| texts.iter().map(|text| checked(text)).collect();
    let rows = vec![group(&["region = 'north'"]), group(&["sales < 10", "is_paid"])];
    RelationRules { rows, columns: None }
}

fn columns() -> RelationRules {
    RelationRules { rows: Vec::new(), columns: Some(vec!["status".into(), "Deal \"size\"".into()]) }
}

#[test]
fn groups_are_joined_with_and_and_their_conditions_with_or() {
    let query = question(json!({"columns": ["status"], "metrics": ["count"]}));
    assert_snapshot!(plan_with_rules(&query, &Postgres, rows()).unwrap().sql, @r#"
    SELECT "status" AS "status", COUNT(*) AS "count" 
    FROM (SELECT * FROM "public"."orders" WHERE ((region = 'north')) AND ((sales < 10) OR (is_paid)) OFFSET 0) AS "orders" GROUP BY "status" 
     LIMIT 50000
    "#);
}

#[test]
fn columns_that_are_not_listed_are_not_there() {
    let query = question(json!({"columns": ["status"]}));
    let columns_alone = plan_with_rules(&query, &Postgres, columns()).unwrap().sql;
    let from = r#"FROM (SELECT "status", "Deal ""size""" FROM "public"."orders" OFFSET 0) AS "orders""#;
    assert!(columns_alone.contains(from), "{columns_alone}");
    let both = plan_with_rules(&query, &Postgres, columns().and(rows())).unwrap().sql;
    assert!(both.contains(r#"SELECT "status", "Deal ""size""" FROM "public"."orders" WHERE ((region"#), "{both}");
    let none = RelationRules { columns: Some(Vec::new()), ..rows() };
    let none = plan_with_rules(&query, &Postgres, none).unwrap().sql;
    assert!(none.contains(r#"SELECT NULL AS "?column?" FROM "public"."orders" WHERE"#), "{none}");
}

#[test]
fn rules_of_two_datasets_over_one_table_apply_together() {
    let other = RelationRules { rows: Vec::new(), columns: Some(vec!["status".into(), "sales".into()]) };
    let both = columns().and(other).and(rows());
    assert_eq!((both.columns, both.rows.len()), (Some(vec!["status".to_owned()]), 2));
    assert!(RelationRules::default().and(RelationRules::default()).is_empty());
}

/// Each place where SQL may come in, and each sub-query, sees what the rules leave and nothing else.
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
            let open = plan_for(&query, *dialect).unwrap().sql;
            let table = format!("{}.{}", dialect.quote("public"), dialect.quote("orders"));
            let reads = open.matches(&table).count();
            assert!(reads > 0, "{open}");
            let rules = rows();
            let inside = format!("({}) AS {}", rules.select(&table, *dialect), dialect.quote("orders"));
            let ruled = plan_with_rules(&query, *dialect, rules).unwrap().sql;
            // The statement is the same, but for what it reads.
            assert_eq!(ruled, open.replace(&table, &inside), "{body}");
            assert!(!dialect.fence().is_empty(), "{}", dialect.id());
        }
    }
}
