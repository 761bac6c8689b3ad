//! Every type's way from the server to a table.

use futures::TryStreamExt as _;
use sx_query::Param;

use crate::harness::*;

/// Each expression's Arrow type, kind and value; and that its NULL stays NULL.
async fn seen(ddl: &str, expressions: &[&str]) -> String {
    let scratch = Scratch::new(ddl).await;
    let source = scratch.source();
    let mut lines = String::new();
    for expression in expressions {
        let sql = format!("SELECT {expression} AS v UNION ALL SELECT NULL");
        let table = ask(&*source, &sql).await.unwrap_or_else(|error| panic!("{expression}: {error}"));
        let column = &table.columns[0];
        assert!(column.values.json(1).is_null(), "{expression}");
        let batches: Vec<_> = source.query(query(&sql)).await.unwrap().try_collect().await.unwrap();
        let data_type = batches[0].schema().field(0).data_type().clone();
        lines += &format!("{expression} → {data_type}, {:?}, {}\n", column.kind, column.values.json(0));
    }
    scratch.drop_schema().await;
    lines
}

#[tokio::test]
async fn numbers_and_truth() {
    let expressions = [
        "true",
        "'-32768'::int2",
        "2147483647::int4",
        "'-9223372036854775808'::int8",
        "4294967295::oid",
        "0.1::float4",
        "'-1.5e300'::float8",
        "'NaN'::float8",
        "12345678901234567890.123::numeric",
        "-0.1::numeric",
        "1e-20::numeric",
        "0::numeric(10,2)",
        "(SELECT sum(x) FROM (VALUES (1::bigint), (2)) AS t(x))",
        "'NaN'::numeric",
        "7.5::money",
    ];
    insta::assert_snapshot!(seen("", &expressions).await, @r#"
    true → Boolean, Boolean, true
    '-32768'::int2 → Int64, Numeric, -32768
    2147483647::int4 → Int64, Numeric, 2147483647
    '-9223372036854775808'::int8 → Int64, Numeric, -9223372036854775808
    4294967295::oid → Int64, Numeric, 4294967295
    0.1::float4 → Float64, Numeric, 0.1
    '-1.5e300'::float8 → Float64, Numeric, -1.5e+300
    'NaN'::float8 → Float64, Numeric, null
    12345678901234567890.123::numeric → Float64, Numeric, 1.2345678901234567e+19
    -0.1::numeric → Float64, Numeric, -0.1
    1e-20::numeric → Float64, Numeric, 1e-20
    0::numeric(10,2) → Float64, Numeric, 0.0
    (SELECT sum(x) FROM (VALUES (1::bigint), (2)) AS t(x)) → Float64, Numeric, 3.0
    'NaN'::numeric → Float64, Numeric, null
    7.5::money → Utf8, String, "$7.50"
    "#);
}

#[tokio::test]
async fn texts() {
    let expressions = [
        "'ä€😀'::text",
        "'ab'::varchar(3)",
        "'ab'::char(3)",
        "'n'::name",
        "'x'::\"char\"",
        "'happy'::mood",
        "'<a/>'::xml",
        "'lower'::small",
        "'2f1b9a3e-0000-4000-8000-00000000000f'::uuid",
        r"'\x00ff'::bytea",
    ];
    let ddl = "CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE DOMAIN small AS text CHECK (value = lower(value))";
    insta::assert_snapshot!(seen(ddl, &expressions).await, @r#"
    'ä€😀'::text → Utf8, String, "ä€😀"
    'ab'::varchar(3) → Utf8, String, "ab"
    'ab'::char(3) → Utf8, String, "ab "
    'n'::name → Utf8, String, "n"
    'x'::"char" → Utf8, String, "x"
    'happy'::mood → Utf8, String, "happy"
    '<a/>'::xml → Utf8, String, "<a/>"
    'lower'::small → Utf8, String, "lower"
    '2f1b9a3e-0000-4000-8000-00000000000f'::uuid → Utf8, String, "2f1b9a3e-0000-4000-8000-00000000000f"
    '\x00ff'::bytea → Binary, String, "\\x00ff"
    "#);
}

#[tokio::test]
async fn days_and_times() {
    let expressions = [
        "'2024-02-29'::date",
        "'0044-03-15 BC'::date",
        "'infinity'::date",
        "'2024-02-29 12:34:56.789012'::timestamp",
        "'-infinity'::timestamp",
        "'2024-02-29 12:00+02'::timestamptz",
        "'23:59:59.25'::time",
        "'24:00'::time",
        "'12:00+02'::timetz",
        "'1 year 2 days 03:04:05'::interval",
    ];
    insta::assert_snapshot!(seen("", &expressions).await, @r#"
    '2024-02-29'::date → Date32, Temporal, 1709164800000.0
    '0044-03-15 BC'::date → Date32, Temporal, -63517824000000.0
    'infinity'::date → Date32, Temporal, null
    '2024-02-29 12:34:56.789012'::timestamp → Timestamp(µs), Temporal, 1709210096789.012
    '-infinity'::timestamp → Timestamp(µs), Temporal, null
    '2024-02-29 12:00+02'::timestamptz → Timestamp(µs, "UTC"), Temporal, 1709200800000.0
    '23:59:59.25'::time → Time64(µs), String, "23:59:59.250000"
    '24:00'::time → Time64(µs), String, "24:00:00"
    '12:00+02'::timetz → Utf8, String, "12:00:00+02"
    '1 year 2 days 03:04:05'::interval → Utf8, String, "1 year 2 days 03:04:05"
    "#);
}

#[tokio::test]
async fn nested_and_rare_types() {
    let expressions = [
        r#"'{"a": [1, null]}'::json"#,
        r#"'{"b": 1.50}'::jsonb"#,
        "ARRAY[1, NULL, 3]",
        "ARRAY[['a', 'b'], ['c', 'd\"']]",
        "ARRAY['2024-01-01'::date]",
        "'{}'::int[]",
        "ROW(1, 'x')::pair",
        "int4range(1, 5)",
        "'10.0.0.1/8'::inet",
        "point(1, 2)",
        "'a & b'::tsquery",
        "B'101'",
        "'pg_class'::regclass",
    ];
    insta::assert_snapshot!(seen("CREATE TYPE pair AS (n int, t text)", &expressions).await, @r#"
    '{"a": [1, null]}'::json → Utf8, String, {"a":[1,null]}
    '{"b": 1.50}'::jsonb → Utf8, String, {"b":1.5}
    ARRAY[1, NULL, 3] → Utf8, String, [1,null,3]
    ARRAY[['a', 'b'], ['c', 'd"']] → Utf8, String, [["a","b"],["c","d\""]]
    ARRAY['2024-01-01'::date] → Utf8, String, ["2024-01-01"]
    '{}'::int[] → Utf8, String, []
    ROW(1, 'x')::pair → Utf8, String, {"n":1,"t":"x"}
    int4range(1, 5) → Utf8, String, "[1,5)"
    '10.0.0.1/8'::inet → Utf8, String, "10.0.0.1/8"
    point(1, 2) → Utf8, String, "(1,2)"
    'a & b'::tsquery → Utf8, String, "'a' & 'b'"
    B'101' → Utf8, String, "101"
    'pg_class'::regclass → Utf8, String, "pg_class"
    "#);
}

#[tokio::test]
async fn what_the_server_writes_keeps_order_names_and_comments() {
    let scratch = Scratch::new("").await;
    let sql = "WITH t AS (SELECT x, ARRAY[x] AS a FROM generate_series(1, 3) AS s(x)) SELECT a, x AS \"a\", a FROM t ORDER BY x DESC; -- done";
    // A semicolon and a comment at the end cannot both be; the planner writes neither.
    let sql = sql.replace("; -- done", " -- done");
    let table = ask(&*scratch.source(), &sql).await.unwrap();
    assert_eq!(rows(&table), "[3] | 3 | [3]\n[2] | 2 | [2]\n[1] | 1 | [1]");
    assert!(table.columns.iter().all(|column| column.name == "a"));
    let table = ask(&*scratch.source(), "SELECT ARRAY[1];\n").await.unwrap();
    assert_eq!((rows(&table).as_str(), table.columns[0].name.as_str()), ("[1]", "array"));
    scratch.drop_schema().await;
}

#[tokio::test]
async fn text_parameters_take_the_columns_type() {
    let ddl = "CREATE TYPE mood AS ENUM ('sad', 'happy');
        CREATE TABLE t (u uuid, m mood, n numeric, z timestamptz, i inet, j int);
        INSERT INTO t VALUES ('2f1b9a3e-0000-4000-8000-00000000000f', 'happy', 1.50, '2024-01-01', '10.0.0.1', 7)";
    let scratch = Scratch::new(ddl).await;
    let source = scratch.source();
    for (column, text) in [
        ("u", "2F1B9A3E-0000-4000-8000-00000000000F"),
        ("m", "happy"),
        ("n", "1.5"),
        ("z", "2024-01-01 00:00"),
        ("i", "10.0.0.1"),
        ("j", "7"),
    ] {
        let sql = format!("SELECT count(*) FROM t WHERE {column} = $1");
        let table = ask_with(&*source, &sql, vec![Param::Text(text.into())]).await.unwrap();
        assert_eq!(rows(&table), "1", "{column}");
    }
    let error =
        ask_with(&*source, "SELECT count(*) FROM t WHERE j = $1", vec![Param::Text("seven".into())]).await.unwrap_err();
    insta::assert_snapshot!(error.message, @r#"invalid input syntax for type integer: "seven""#);
    let error = ask_with(&*source, "SELECT $1", vec![]).await.unwrap_err();
    insta::assert_snapshot!(error.message, @"expected 1 parameters but got 0");
    scratch.drop_schema().await;
}
