//! MySQL's own quotes, comments, variables and schemas.

use proptest::prelude::*;
use sx_sql::SqlError;

use crate::checker;

fn expression(sql: &str) -> Result<String, SqlError> {
    checker("mysql").check_expression(sql).map(|checked| checked.text().to_owned())
}

fn query(sql: &str) -> Result<String, SqlError> {
    checker("mysql").check_query(sql).map(|checked| checked.text().to_owned())
}

#[test]
fn what_people_write_passes() {
    let mut changed = Vec::new();
    for sql in [
        "SUM(`net sales`) / NULLIF(COUNT(DISTINCT customer_id), 0)",
        "DATE_FORMAT(ordered_at, '%Y-%m')",
        "DATE_ADD(ordered_at, INTERVAL 1 MONTH)",
        "GROUP_CONCAT(DISTINCT name ORDER BY name SEPARATOR ', ')",
        "TIMESTAMPDIFF(DAY, a, b) DIV 7",
        "name REGEXP '^a\\\\d'",
        "name = 'it\\'s' OR name = \"it's \\\"here\\\"\"",
        "a <=> b",
        "CAST(a AS UNSIGNED)",
        "CONVERT(a USING utf8mb4)",
        "body ->> '$.a'",
        "IF(ISNULL(a), 'none', a)",
        "COUNT(*) OVER (PARTITION BY a ORDER BY b)",
    ] {
        changed.extend(Some((sql, expression(sql))).filter(|(sql, passed)| passed.as_deref() != Ok(sql)));
    }
    for sql in [
        "SELECT a, COUNT(*) FROM `shop`.`my orders` AS o GROUP BY a HAVING COUNT(*) > 1 ORDER BY a LIMIT 3",
        "WITH t AS (SELECT 1 AS a) SELECT * FROM t JOIN shop.orders AS o USING(a)",
    ] {
        changed.extend(Some((sql, query(sql))).filter(|(sql, passed)| passed.as_deref() != Ok(sql)));
    }
    assert_eq!(changed, []);
    assert_eq!(query("SELECT 1 LIMIT 2, 3").as_deref(), Ok("SELECT 1 LIMIT 2, 3"));
}

#[test]
fn comments_of_every_kind_are_dropped() {
    for sql in ["a # b\n + 1", "a -- b\n + 1", "a /* b */ + 1", "a /*! + sleep(1) */ + 1", "a /*!50000 b */ + 1"] {
        assert_eq!(expression(sql).as_deref(), Ok("a + 1"), "{sql}");
    }
    assert_eq!(query("SELECT /*+ SET_VAR(max_execution_time=0) */ a FROM t").as_deref(), Ok("SELECT a FROM t"));
    // Two minus signs are a comment only before white space.
    assert_eq!(expression("5--1").as_deref(), Ok("5 - -1"));
}

#[test]
fn nothing_but_computing_passes() {
    let mut passed = Vec::new();
    for sql in [
        "sleep(10)",
        "benchmark(1000000, md5('a'))",
        "load_file('/etc/passwd')",
        "get_lock('a', 10)",
        "user()",
        "database()",
        "version()",
        "extractvalue(1, concat(0x5c, a))",
        "@@version",
        "@a",
        "@a := 1",
        "`sleep`(1)",
        "shop.my_function(1)",
        "(SELECT 1)",
        "a; DROP TABLE t",
        "?",
        "_latin1'a'",
        "x'41'",
        "current_user",
    ] {
        passed.extend(expression(sql).ok());
    }
    for sql in [
        "SELECT * FROM mysql.user",
        "SELECT * FROM `MySQL`.user",
        "SELECT * FROM information_schema.processlist",
        "SELECT * FROM performance_schema.threads",
        "SELECT * FROM sys.processlist",
        "SELECT a INTO OUTFILE '/tmp/a' FROM t",
        "SELECT a INTO DUMPFILE '/tmp/a' FROM t",
        "SELECT a INTO @b FROM t",
        "SELECT a FROM t FOR UPDATE",
        "SELECT a FROM t LOCK IN SHARE MODE",
        "SELECT a FROM t PROCEDURE ANALYSE()",
        "SELECT * FROM \"t\"",
        "SELECT * FROM t PARTITION (p)",
        "TABLE t",
        "SHOW TABLES",
        "CALL f()",
        "HANDLER t OPEN",
        "DO sleep(1)",
        "LOAD DATA INFILE 'a' INTO TABLE t",
        "SELECT * FROM JSON_TABLE('[]', '$[*]' COLUMNS (a INT PATH '$')) AS j",
    ] {
        passed.extend(query(sql).ok());
    }
    assert_eq!(passed, [""; 0]);
}

#[test]
fn names_are_read_without_their_case() {
    let reads = |sql: &str| checker("mysql").check_query(sql).unwrap().reads().clone();
    assert_eq!(reads("SELECT * FROM Shop.`Orders`"), reads("SELECT * FROM shop.orders"));
    let checked = checker("mysql").check_expression("`Net``Sales` + t.B").unwrap();
    assert_eq!(checked.reads().iter().collect::<Vec<_>>(), ["B", "Net`Sales"]);
}

proptest! {
    /// Whatever a text or a name holds, it stays one text and one name.
    #[test]
    fn strings_and_names_survive(text in "[^\\p{Cc}]{0,40}", name in "[^\\p{Cc}]{1,40}") {
        let single = text.replace('\\', "\\\\").replace('\'', "''");
        let double = text.replace('\\', "\\\\").replace('"', "\\\"");
        let sql = format!("`{}` = '{single}' OR a = \"{double}\"", name.replace('`', "``"));
        let passed = checker("mysql").check_expression(&sql);
        let passed = passed.map_err(|error: SqlError| TestCaseError::fail(format!("{sql}: {error}")))?;
        prop_assert_eq!(passed.text(), &sql);
        prop_assert!(passed.reads().contains(&name) && passed.reads().len() <= 2);
    }
}
