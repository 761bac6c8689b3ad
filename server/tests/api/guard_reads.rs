//! What the SQL guard calls a read is run with full rights on a database of its own, whose contents must not change.

use std::collections::BTreeSet;

use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use sx_sql::Checker;
use tokio_postgres::{Client, NoTls};

use crate::harness::{postgres_url_of, postgres_with};

/// Tables, columns and sequences that the statements below may find.
const CONTENTS: &str = r#"
    CREATE SCHEMA s; CREATE SCHEMA sales; CREATE SCHEMA secret;
    CREATE TABLE t (id int PRIMARY KEY, a int, b text, c text, d date, x int, l int[], data jsonb, ts timestamp);
    INSERT INTO t SELECT n, n, 'b' || n, 'c', DATE '2024-01-01' + n, n % 3, ARRAY[n], '{"k": "x"}', now() FROM generate_series(1, 9) n;
    CREATE TABLE u AS TABLE t; CREATE TABLE s.t AS TABLE t; CREATE TABLE v AS TABLE t; CREATE TABLE orders AS TABLE t;
    CREATE TABLE sales.orders AS TABLE t; CREATE TABLE secret.t AS TABLE t;
    CREATE SEQUENCE q; CREATE VIEW w AS TABLE t;
    CREATE FUNCTION changes() RETURNS int LANGUAGE sql AS 'DELETE FROM t RETURNING 1';
    SELECT lo_create(4711); CREATE PUBLICATION p FOR TABLE t;
    COMMENT ON TABLE t IS 'as it was';
"#;

/// Everything in the database that a statement could change, as text.
const DIGEST: &str = r#"
    SELECT array_to_string(ARRAY[
      (SELECT string_agg(r::text, ',' ORDER BY id) FROM t r), (SELECT string_agg(r::text, ',' ORDER BY id) FROM u r),
      (SELECT string_agg(r::text, ',' ORDER BY id) FROM s.t r), (SELECT string_agg(r::text, ',' ORDER BY id) FROM secret.t r),
      (SELECT string_agg(r::text, ',' ORDER BY id) FROM v r), (SELECT string_agg(r::text, ',' ORDER BY id) FROM orders r),
      (SELECT string_agg(r::text, ',' ORDER BY id) FROM sales.orders r),
      (SELECT string_agg(oid || relname || relkind::text || relnatts || relowner || coalesce(relacl::text, ''), ',' ORDER BY oid)
         FROM pg_class WHERE relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_(toast|temp)')),
      (SELECT string_agg(oid || proname, ',' ORDER BY oid) FROM pg_proc WHERE oid > 16383),
      (SELECT string_agg(nspname, ',' ORDER BY oid) FROM pg_namespace WHERE nspname !~ '^pg_'),
      (SELECT string_agg(datname || coalesce(datacl::text, ''), ',' ORDER BY oid) FROM pg_database WHERE datname = current_database()),
      (SELECT string_agg(rolname || rolsuper || rolcanlogin, ',' ORDER BY oid) FROM pg_roles WHERE rolname LIKE 'guard%'),
      (SELECT string_agg(loid || md5(data), ',' ORDER BY loid, pageno) FROM pg_largeobject),
      (SELECT string_agg(oid::text, ',' ORDER BY oid) FROM pg_largeobject_metadata),
      (SELECT last_value || ' ' || is_called FROM q),
      (SELECT string_agg(description, ',' ORDER BY objoid) FROM pg_description WHERE objoid > 16383),
      (SELECT string_agg(oid || extname, ',' ORDER BY oid) FROM pg_extension),
      (SELECT count(*)::text FROM pg_locks JOIN pg_database d ON d.oid = database
         WHERE locktype = 'advisory' AND datname = current_database()),
      (SELECT count(*)::text FROM pg_replication_slots),
      (SELECT string_agg(name || setting, ',' ORDER BY name) FROM pg_settings
         WHERE source = 'session' AND name NOT IN ('statement_timeout', 'lock_timeout'))], E'\n', '')
"#;

/// Arguments with which each allowed function is called.
const ARGUMENTS: &[&str] = &[
    "",
    "1",
    "'t'",
    "'1'",
    "NULL",
    "'q', 5",
    "'a', 'b'",
    "1, 2",
    "'a', 1",
    "'a', 'b', 'c'",
    "'a', 1, 1",
    "1, 2, 3",
    "'{1}'::int[]",
    "'{\"a\": 1}'::jsonb",
    "'{\"a\": 1}'::jsonb, 'a'",
    "now()",
    "'day', now()",
    "ts",
    "a",
    "b",
    "data",
    "l",
    "4711, 'x'",
    "4711, 0, 'x'",
    "'search_path', 's', false",
    "'SELECT changes()'",
    "'t', 'x', true",
];

#[tokio::test]
async fn what_passes_as_a_read_changes_nothing() {
    let (name, _) = postgres_with(CONTENTS).await;
    let (client, connection) = tokio_postgres::connect(&postgres_url_of(&name), NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute(&format!("CREATE ROLE guard_{name} NOLOGIN")).await.unwrap();
    client.batch_execute("SET statement_timeout = '500ms'; SET lock_timeout = '200ms'").await.unwrap();
    let before = digest(&client).await;
    let (mut run, mut answered) = (0, 0);
    for statement in statements() {
        // Many fail, for a table or an argument is not there. That is an answer, too.
        run += 1;
        answered += usize::from(client.batch_execute(&statement).await.is_ok());
        if run % 500 == 0 {
            let after = digest(&client).await;
            let changed = changes(&before, &after);
            assert!(
                changed.is_empty(),
                "one of the 500 statements before this changed something: {statement}: {changed:?}"
            );
        }
    }
    let after = digest(&client).await;
    let changed = changes(&before, &after);
    assert!(changed.is_empty(), "{changed:?}");
    assert!(run > 2_000 && answered > 400, "only {answered} of {run} statements were answered");
}

async fn digest(client: &Client) -> String {
    client.query_one(DIGEST, &[]).await.unwrap().get(0)
}

/// The parts that are not the same: before and after.
fn changes<'a>(before: &'a str, after: &'a str) -> Vec<(&'a str, &'a str)> {
    before.lines().zip(after.lines()).filter(|(before, after)| before != after).collect()
}

/// All that passes: the cases of `sx-sql`, calls of each allowed function, and mixtures of both.
fn statements() -> BTreeSet<String> {
    let checker = Checker::for_dialect("postgresql").unwrap();
    let files = [
        include_str!("../../../crates/sx-sql/tests/sql/cases/postgres.txt"),
        include_str!("../../../crates/sx-sql/tests/sql/cases/attacks.txt"),
        include_str!("../../../crates/sx-sql/tests/sql/cases/scopes.txt"),
        include_str!("../../../crates/sx-sql/tests/sql/cases/expressions.txt"),
    ];
    let lines = files.iter().flat_map(|file| file.lines()).filter(|line| !line.starts_with('#'));
    let lines: Vec<String> = lines.map(|line| line.replace('⏎', "\n")).collect();
    let calls = checker.function_names().into_iter().flat_map(|name| {
        ARGUMENTS
            .iter()
            .flat_map(move |arguments| [format!("{name}({arguments})"), format!("{name}({arguments}) OVER ()")])
    });
    let texts = lines.iter().cloned().chain(calls).chain(mixed(&lines));
    let passed = texts.filter_map(|text| match checker.check_query(&text) {
        Ok(query) => Some(query.text().to_owned()),
        Err(_) => checker.check_expression(&text).ok().map(|it| format!("SELECT ({}) FROM t", it.text())),
    });
    passed.collect()
}

/// Statements of which parts were exchanged for parts of others; the same ones in each run.
fn mixed(lines: &[String]) -> Vec<String> {
    let token = |line: &String| -> Vec<String> {
        line.split_inclusive([' ', '(', ')', ',', '\'']).map(str::to_owned).collect()
    };
    let pool: Vec<String> = lines.iter().flat_map(token).collect();
    let edit = (any::<prop::sample::Index>(), prop::sample::select(pool));
    let strategy = (prop::sample::select(lines.to_vec()), prop::collection::vec(edit, 1..4));
    let mut runner = TestRunner::deterministic();
    let mix = |(line, edits): (String, Vec<(prop::sample::Index, String)>)| {
        let mut tokens = token(&line);
        for (at, other) in edits {
            if let Some(place) = (!tokens.is_empty()).then(|| at.index(tokens.len())) {
                tokens[place] = other;
            }
        }
        tokens.concat()
    };
    (0..6_000).map(|_| mix(strategy.new_tree(&mut runner).unwrap().current())).collect()
}
