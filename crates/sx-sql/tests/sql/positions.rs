//! A call is found wherever it stands, and so is a table: the guard hangs on the parser's visitor.

use sx_sql::SqlError;

use crate::checker;

/// `@` is where an expression may stand.
pub const EXPRESSION_PLACES: &[&str] = &[
    "SELECT @",
    "SELECT @ AS a FROM t",
    "SELECT DISTINCT ON (@) a FROM t",
    "SELECT a FROM t WHERE @",
    "SELECT a FROM t GROUP BY @",
    "SELECT a FROM t GROUP BY GROUPING SETS ((@))",
    "SELECT a FROM t GROUP BY ROLLUP (@)",
    "SELECT a FROM t GROUP BY a HAVING @",
    "SELECT a FROM t ORDER BY @",
    "SELECT a FROM t LIMIT @",
    "SELECT a FROM t OFFSET @",
    "SELECT a FROM t JOIN u ON @",
    "SELECT a FROM t, LATERAL (SELECT @) x",
    "SELECT a FROM (SELECT @) x",
    "WITH c AS (SELECT @) SELECT a FROM c",
    "SELECT 1 UNION SELECT @",
    "(SELECT @)",
    "VALUES (1), (@)",
    "SELECT * FROM (VALUES (@)) v",
    "SELECT * FROM generate_series(1, @) g",
    "SELECT * FROM unnest(ARRAY[@]) u",
    "SELECT count(*) FILTER (WHERE @) FROM t",
    "SELECT sum(a) OVER (PARTITION BY @) FROM t",
    "SELECT sum(a) OVER (ORDER BY @) FROM t",
    "SELECT sum(a) OVER (ORDER BY a ROWS BETWEEN @ PRECEDING AND CURRENT ROW) FROM t",
    "SELECT sum(a) OVER w FROM t WINDOW w AS (ORDER BY @)",
    "SELECT string_agg(a, ',' ORDER BY @) FROM t",
    "SELECT mode() WITHIN GROUP (ORDER BY @) FROM t",
    "SELECT CASE @ WHEN 1 THEN 2 END",
    "SELECT CASE WHEN @ THEN 2 END",
    "SELECT CASE WHEN a THEN @ END",
    "SELECT CASE WHEN a THEN 1 ELSE @ END",
    "SELECT @::text",
    "SELECT CAST(@ AS text)",
    "SELECT EXTRACT(day FROM @)",
    "SELECT @ AT TIME ZONE 'UTC'",
    "SELECT a AT TIME ZONE @",
    "SELECT a[@]",
    "SELECT a[1:@]",
    "SELECT ARRAY[@]",
    "SELECT (a, @)",
    "SELECT ROW(@)",
    "SELECT a BETWEEN @ AND 2",
    "SELECT a BETWEEN 1 AND @",
    "SELECT a IN (1, @)",
    "SELECT a LIKE @",
    "SELECT a ILIKE @",
    "SELECT a SIMILAR TO @",
    "SELECT a = ANY (@)",
    "SELECT a = ALL (@)",
    "SELECT a IS DISTINCT FROM @",
    "SELECT @ IS NULL",
    "SELECT NOT @",
    "SELECT - @",
    "SELECT a -> @",
    "SELECT position(@ IN a)",
    "SELECT substring(a FROM @ FOR 2)",
    "SELECT substring(a FROM 1 FOR @)",
    "SELECT trim(BOTH @ FROM a)",
    "SELECT overlay(a PLACING @ FROM 1)",
    "SELECT ceil(@), floor(a)",
    "SELECT INTERVAL '1 day' * @",
    "SELECT coalesce(a, nullif(@, 1))",
    "SELECT make_interval(days => @)",
    "SELECT a COLLATE \"C\" = @",
    "SELECT EXISTS (SELECT @)",
];

#[test]
fn a_call_is_found_wherever_it_stands() {
    for place in EXPRESSION_PLACES {
        let harmless = checker("postgresql").check_query(&place.replace('@', "abs(1)"));
        assert!(harmless.is_ok(), "{place}: {harmless:?}");
        let refused = checker("postgresql").check_query(&place.replace('@', "pg_sleep(1)"));
        assert_eq!(refused, Err(SqlError::Function("pg_sleep".to_owned())), "{place}");
    }
}

#[test]
fn a_call_is_found_in_a_sample() {
    let refused = checker("postgresql").check_query("SELECT * FROM t TABLESAMPLE BERNOULLI (pg_sleep(1))");
    assert_eq!(refused, Err(SqlError::Function("pg_sleep".to_owned())));
}

#[test]
fn a_table_is_found_wherever_it_stands() {
    for place in EXPRESSION_PLACES {
        let checked = checker("postgresql").check_query(&place.replace('@', "abs((SELECT max(x) FROM s.hidden))"));
        assert!(checked.unwrap().reads().contains("s.hidden"), "{place}");
    }
}

#[test]
fn a_parameter_is_found_wherever_it_stands() {
    for place in EXPRESSION_PLACES {
        let refused = checker("postgresql").check_query(&place.replace('@', "$1"));
        assert_eq!(refused, Err(SqlError::Parameter("$1".to_owned())), "{place}");
    }
}
