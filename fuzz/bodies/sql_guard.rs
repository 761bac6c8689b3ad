//! Any SQL: no panic, and what the guard lets through is stable. It passes again, unchanged, and reads the same.

use sx_query::DIALECTS;
use sx_sql::Checker;

pub fn holds(sql: &str) {
    for dialect in DIALECTS {
        let checker = Checker::for_dialect(dialect.id()).unwrap();
        for check in [Checker::check_query, Checker::check_expression] {
            if let Ok(passed) = check(&checker, sql) {
                let again = check(&checker, passed.text());
                assert_eq!(again.as_ref(), Ok(&passed), "{}: {sql}", dialect.id());
            }
        }
    }
}
