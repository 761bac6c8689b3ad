//! A case is a line of `cases/*.txt`; the snapshot beside this file holds the verdicts.

use std::fmt::Write;

use crate::checker;

/// Lines: `## dialect place` starts a group, `#` is a comment, `⏎` in a line stands for a line break.
fn verdicts(cases: &str) -> String {
    let mut out = String::new();
    let mut group = ("", "");
    for line in cases.lines().filter(|line| !line.trim().is_empty()) {
        if let Some(head) = line.strip_prefix("## ") {
            group = head.split_once(' ').unwrap();
            writeln!(out, "{line}").unwrap();
        } else if !line.starts_with("# ") {
            writeln!(out, "{line}\n    {}", verdict(group, &line.replace('⏎', "\n"))).unwrap();
        }
    }
    out
}

fn verdict((dialect, place): (&str, &str), sql: &str) -> String {
    let checked = match place {
        "expression" => checker(dialect).check_expression(sql),
        "query" => checker(dialect).check_query(sql),
        other => panic!("no such place: {other}"),
    };
    match checked {
        Ok(passed) => {
            let text = if passed.text() == sql { "as it is" } else { passed.text() };
            let reads: Vec<&str> = passed.reads().iter().map(String::as_str).collect();
            format!("✓ {text} · reads {}", if reads.is_empty() { "nothing".to_owned() } else { reads.join(", ") })
        }
        Err(error) => format!("✗ {error}"),
    }
}

#[test]
fn expressions() {
    insta::assert_snapshot!(verdicts(include_str!("cases/expressions.txt")));
}

#[test]
fn postgres_queries() {
    insta::assert_snapshot!(verdicts(include_str!("cases/postgres.txt")));
}

#[test]
fn duckdb_queries() {
    insta::assert_snapshot!(verdicts(include_str!("cases/duckdb.txt")));
}

#[test]
fn sqlite_queries() {
    insta::assert_snapshot!(verdicts(include_str!("cases/sqlite.txt")));
}

#[test]
fn common_table_expressions() {
    insta::assert_snapshot!(verdicts(include_str!("cases/scopes.txt")));
}

#[test]
fn attacks() {
    insta::assert_snapshot!(verdicts(include_str!("cases/attacks.txt")));
}

#[test]
fn an_unknown_dialect_has_no_checker() {
    assert!(sx_sql::Checker::for_dialect("oracle").is_none());
}

#[test]
fn every_dialect_that_the_planner_knows_has_a_checker() {
    for dialect in sx_query::DIALECTS {
        assert!(sx_sql::Checker::for_dialect(dialect.id()).is_some(), "{}", dialect.id());
    }
}
