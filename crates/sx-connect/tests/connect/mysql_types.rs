//! Every type's way from the server to a table.

use std::fmt::Write as _;

use futures::TryStreamExt as _;
use sx_connect::ConnectErrorKind;
use sx_query::Param;

use crate::{harness::*, mysql_server::MySqlScratch};

/// Each column's type, kind and values of a table with these columns; the last of its rows is NULL throughout.
async fn seen(columns: &[(&str, &str)]) -> String {
    let definitions: Vec<_> = columns.iter().enumerate().map(|(n, (ty, _))| format!("c{n} {ty} NULL")).collect();
    let values: Vec<_> = columns.iter().map(|(_, value)| *value).collect();
    let nulls = vec!["NULL"; columns.len()];
    let scratch = MySqlScratch::new(&format!(
        "SET sql_mode = '', time_zone = '+00:00'; CREATE TABLE t ({}) CHARACTER SET utf8mb4; INSERT INTO t VALUES ({}), ({})",
        definitions.join(", "),
        values.join(", "),
        nulls.join(", ")
    ));
    let source = scratch.source();
    let infos = source.columns(None, "t").await.unwrap();
    let batches: Vec<_> = source.query(query("SELECT * FROM t")).await.unwrap().try_collect().await.unwrap();
    let table = ask(&*source, "SELECT * FROM t").await.unwrap();
    let mut lines = String::new();
    for (n, (ty, value)) in columns.iter().enumerate() {
        let column = &table.columns[n];
        assert!(column.values.json(1).is_null(), "{ty}");
        assert_eq!(column.kind, infos[n].kind, "{ty}: the catalogue says what the answer says");
        let data_type = batches[0].schema().field(n).data_type().clone();
        writeln!(lines, "{ty} {value} → {data_type}, {:?}, {}", column.kind, column.values.json(0)).unwrap();
    }
    lines
}

#[tokio::test]
async fn numbers_and_truth() {
    let columns = [
        ("tinyint(1)", "2"),
        ("boolean", "true"),
        ("tinyint", "-128"),
        ("tinyint unsigned", "255"),
        ("smallint", "-32768"),
        ("mediumint", "-8388608"),
        ("mediumint unsigned", "16777215"),
        ("int", "-2147483648"),
        ("int unsigned", "4294967295"),
        ("bigint", "-9223372036854775808"),
        ("bigint unsigned", "9007199254740993"),
        ("bigint unsigned", "18446744073709551615"),
        ("bit(1)", "b'1'"),
        ("bit(12)", "b'101000000001'"),
        ("float", "0.1"),
        ("double", "-1.5e300"),
        ("decimal(30,3)", "12345678901234567890.123"),
        ("decimal(10,2)", "-0.1"),
        ("year", "2024"),
    ];
    insta::assert_snapshot!(seen(&columns).await, @"
    tinyint(1) 2 → Boolean, Boolean, true
    boolean true → Boolean, Boolean, true
    tinyint -128 → Int64, Numeric, -128
    tinyint unsigned 255 → Int64, Numeric, 255
    smallint -32768 → Int64, Numeric, -32768
    mediumint -8388608 → Int64, Numeric, -8388608
    mediumint unsigned 16777215 → Int64, Numeric, 16777215
    int -2147483648 → Int64, Numeric, -2147483648
    int unsigned 4294967295 → Int64, Numeric, 4294967295
    bigint -9223372036854775808 → Int64, Numeric, -9223372036854775808
    bigint unsigned 9007199254740993 → Int64, Numeric, 9007199254740993
    bigint unsigned 18446744073709551615 → Float64, Numeric, 1.8446744073709552e+19
    bit(1) b'1' → Boolean, Boolean, true
    bit(12) b'101000000001' → Int64, Numeric, 2561
    float 0.1 → Float64, Numeric, 0.1
    double -1.5e300 → Float64, Numeric, -1.5e+300
    decimal(30,3) 12345678901234567890.123 → Float64, Numeric, 1.2345678901234567e+19
    decimal(10,2) -0.1 → Float64, Numeric, -0.1
    year 2024 → Int64, Numeric, 2024
    ");
}

#[tokio::test]
async fn texts_and_bytes() {
    let columns = [
        ("varchar(20)", "'ä€😀'"),
        ("char(3)", "'ab '"),
        ("text", "'a\\\\b\\'c'"),
        ("varchar(5) CHARACTER SET latin1", "'äö'"),
        ("longtext CHARACTER SET utf16", "'€'"),
        ("enum('sad', 'happy')", "'happy'"),
        ("set('a', 'b', 'c')", "'c,a'"),
        ("json", "'{\"a\": [1, null]}'"),
        ("binary(3)", "'ab'"),
        ("varbinary(5)", "x'00ff'"),
        ("blob", "x'00ff'"),
        ("point", "ST_GeomFromText('POINT(1 2)')"),
        ("uuid", "'2f1b9a3e-0000-4000-8000-00000000000f'"),
        ("inet6", "'::1'"),
    ];
    insta::assert_snapshot!(seen(&columns).await, @r#"
    varchar(20) 'ä€😀' → Utf8, String, "ä€😀"
    char(3) 'ab ' → Utf8, String, "ab"
    text 'a\\b\'c' → Utf8, String, "a\\b'c"
    varchar(5) CHARACTER SET latin1 'äö' → Utf8, String, "äö"
    longtext CHARACTER SET utf16 '€' → Utf8, String, "€"
    enum('sad', 'happy') 'happy' → Utf8, String, "happy"
    set('a', 'b', 'c') 'c,a' → Utf8, String, "a,c"
    json '{"a": [1, null]}' → Utf8, String, "{\"a\": [1, null]}"
    binary(3) 'ab' → Binary, String, "\\x616200"
    varbinary(5) x'00ff' → Binary, String, "\\x00ff"
    blob x'00ff' → Binary, String, "\\x00ff"
    point ST_GeomFromText('POINT(1 2)') → Binary, String, "\\x000000000101000000000000000000f03f0000000000000040"
    uuid '2f1b9a3e-0000-4000-8000-00000000000f' → Utf8, String, "2f1b9a3e-0000-4000-8000-00000000000f"
    inet6 '::1' → Utf8, String, "::1"
    "#);
}

#[tokio::test]
async fn days_and_times() {
    let columns = [
        ("date", "'2024-02-29'"),
        ("date", "'0000-00-00'"),
        ("date", "'2024-02-00'"),
        ("date", "'1000-01-01'"),
        ("datetime", "'2024-02-29 12:34:56'"),
        ("datetime(6)", "'9999-12-31 23:59:59.999999'"),
        ("datetime", "'0000-00-00 00:00:00'"),
        ("timestamp", "'2024-02-29 12:00:00'"),
        ("timestamp(3)", "'1970-01-01 00:00:01.5'"),
        ("time", "'23:59:59'"),
        ("time(2)", "'-838:59:58.25'"),
    ];
    insta::assert_snapshot!(seen(&columns).await, @r#"
    date '2024-02-29' → Date32, Temporal, 1709164800000.0
    date '0000-00-00' → Date32, Temporal, null
    date '2024-02-00' → Date32, Temporal, null
    date '1000-01-01' → Date32, Temporal, -30610224000000.0
    datetime '2024-02-29 12:34:56' → Timestamp(µs), Temporal, 1709210096000.0
    datetime(6) '9999-12-31 23:59:59.999999' → Timestamp(µs), Temporal, 253402300800000.0
    datetime '0000-00-00 00:00:00' → Timestamp(µs), Temporal, null
    timestamp '2024-02-29 12:00:00' → Timestamp(µs, "UTC"), Temporal, 1709208000000.0
    timestamp(3) '1970-01-01 00:00:01.5' → Timestamp(µs, "UTC"), Temporal, 1500.0
    time '23:59:59' → Utf8, String, "23:59:59"
    time(2) '-838:59:58.25' → Utf8, String, "-838:59:58.250000"
    "#);
}

#[tokio::test]
async fn what_is_computed_has_a_type_too() {
    let scratch = MySqlScratch::new("CREATE TABLE t (n int); INSERT INTO t VALUES (1), (2)");
    let source = scratch.source();
    let mut lines = String::new();
    for expression in [
        "NULL",
        "1 = 1",
        "COUNT(*)",
        "SUM(n)",
        "AVG(n)",
        "1 / 3",
        "'a'",
        "CAST('a' AS BINARY)",
        "CONCAT(1, 'a')",
        "NOW() > 0",
        "DATE_ADD('2024-01-31', INTERVAL 1 MONTH)",
        "TIMESTAMP '2024-01-01 00:00:00' + INTERVAL 1500 MICROSECOND",
        "CURTIME() > 0",
        "JSON_EXTRACT('{\"a\": 1}', '$.a')",
        "GROUP_CONCAT(n ORDER BY n)",
        "'it''s' = \"it's\"",
        "'a\\'b'",
    ] {
        let table = ask(&*source, &format!("SELECT {expression} AS v FROM t")).await.unwrap();
        writeln!(lines, "{expression} → {:?}, {}", table.columns[0].kind, table.columns[0].values.json(0)).unwrap();
    }
    insta::assert_snapshot!(lines, @r#"
    NULL → String, null
    1 = 1 → Numeric, 1
    COUNT(*) → Numeric, 2
    SUM(n) → Numeric, 3.0
    AVG(n) → Numeric, 1.5
    1 / 3 → Numeric, 0.3333
    'a' → String, "a"
    CAST('a' AS BINARY) → String, "\\x61"
    CONCAT(1, 'a') → String, "1a"
    NOW() > 0 → Numeric, 1
    DATE_ADD('2024-01-31', INTERVAL 1 MONTH) → String, "2024-02-29"
    TIMESTAMP '2024-01-01 00:00:00' + INTERVAL 1500 MICROSECOND → Temporal, 1704067200001.5
    CURTIME() > 0 → Numeric, 1
    JSON_EXTRACT('{"a": 1}', '$.a') → String, "1"
    GROUP_CONCAT(n ORDER BY n) → String, "1,2"
    'it''s' = "it's" → Numeric, 1
    'a\'b' → String, "a'b"
    "#);
}

#[tokio::test]
async fn text_parameters_take_the_columns_type() {
    let scratch = MySqlScratch::new(
        "CREATE TABLE t (n decimal(5,2), d datetime, i int, e enum('happy'), j bigint unsigned);
         INSERT INTO t VALUES (1.50, '2024-01-01', 7, 'happy', 18446744073709551615)",
    );
    let source = scratch.source();
    for (column, text) in
        [("n", "1.5"), ("d", "2024-01-01 00:00"), ("i", "7"), ("e", "HAPPY"), ("j", "18446744073709551615")]
    {
        let sql = format!("SELECT count(*) FROM t WHERE {column} = ?");
        let table = ask_with(&*source, &sql, vec![Param::Text(text.into())]).await.unwrap();
        assert_eq!(rows(&table), "1", "{column}");
    }
    let error = ask_with(&*source, "SELECT ?", vec![]).await.unwrap_err();
    insta::assert_snapshot!(error.message, @"expected 1 parameters but got 0");
    let error = ask_with(&*source, "SELECT ?", vec![Param::Time(i64::MAX)]).await.unwrap_err();
    insta::assert_snapshot!(error.message, @"A time in the question is out of range.");
}

#[tokio::test]
async fn every_digit_of_a_decimal_is_there_when_asked_for() {
    let scratch = MySqlScratch::new("");
    let sql = "SELECT CAST(12345678901234567890.1230 AS DECIMAL(30, 4)) AS n, SUM(seq) AS s FROM seq_1_to_3";
    let batches: Vec<_> = scratch.source().query_exact(query(sql)).await.unwrap().try_collect().await.unwrap();
    let digits =
        |column: usize| arrow_array::cast::AsArray::as_string::<i32>(batches[0].column(column)).value(0).to_owned();
    assert_eq!((digits(0), digits(1)), ("12345678901234567890.1230".to_owned(), "6".to_owned()));
}

/// The first batch says whether whole numbers without a sign fit; what comes later must, too.
#[tokio::test]
async fn a_number_that_is_too_large_too_late_is_told() {
    let scratch = MySqlScratch::new("");
    let sql = "SELECT CAST(IF(seq = 10000, 18446744073709551615, seq) AS UNSIGNED) AS n FROM seq_1_to_10000";
    let error = ask(&*scratch.source(), sql).await.unwrap_err();
    assert_eq!(error.kind, ConnectErrorKind::GenericDbEngineError);
    insta::assert_snapshot!(error.message, @r#"The values of column "n" cannot be read. Cast it to text in the query."#);
}

/// Longer than one piece of the protocol.
#[tokio::test]
async fn a_long_row_arrives_whole() {
    let scratch = MySqlScratch::new("");
    let table = ask(&*scratch.source(), "SELECT REPEAT('x', 10000000) AS x, REPEAT('ä', 5000000) AS y").await.unwrap();
    let [x, y] = [0, 1].map(|column| table.columns[column].values.json(0).as_str().unwrap().to_owned());
    assert!(x == "x".repeat(10_000_000) && y == "ä".repeat(5_000_000));
}
