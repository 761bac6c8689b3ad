//! Random texts: no panic, and what passes is stable.

use proptest::prelude::*;
use sx_sql::SqlError;

use crate::{
    bodies::{row_rules, seeds, sql_guard},
    checker,
};

/// One of a target's seeds, cut in tokens of which some are moved, doubled or dropped.
fn mutated(target: &str) -> impl Strategy<Value = String> {
    let seeds = seeds::of(target);
    let token = |text: &str| -> Vec<String> {
        text.split_inclusive([' ', '(', ')', ',', '\'', '"']).map(str::to_owned).collect()
    };
    let pool: Vec<String> = seeds.iter().flat_map(|seed| token(seed)).collect();
    let edit = (any::<prop::sample::Index>(), 0..3_u8, prop::sample::select(pool));
    (prop::sample::select(seeds), prop::collection::vec(edit, 1..8)).prop_map(move |(seed, edits)| {
        let mut tokens = token(&seed);
        for (at, what, other) in edits {
            let at = at.index(tokens.len().max(1)).min(tokens.len().saturating_sub(1));
            match what {
                0 => tokens.insert(at, other),
                1 if tokens.len() > 1 => drop(tokens.remove(at)),
                _ => tokens[at] = other,
            }
        }
        tokens.concat()
    })
}

#[test]
fn seeds_hold() {
    seeds::of("sql_guard").iter().for_each(|sql| sql_guard::holds(sql));
    seeds::of("row_rules").iter().for_each(|sql| row_rules::holds(sql));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_answered(sql in "\\PC{0,200}") {
        sql_guard::holds(&sql);
    }

    #[test]
    fn any_mix_of_signs_is_answered(sql in "[-+*/<>=~!@#%^&|?$'\"`;:,.(){}\\[\\]a-cE0-2 \n]{0,80}") {
        sql_guard::holds(&sql);
        sql_guard::holds(&format!("SELECT {sql}"));
    }

    #[test]
    fn mutated_statements_are_answered(sql in mutated("sql_guard")) {
        sql_guard::holds(&sql);
    }

    /// Every table of a statement with rules is read behind them.
    #[test]
    fn mutated_statements_are_ruled(sql in mutated("sql_guard"), with_tables in mutated("row_rules")) {
        row_rules::holds(&sql);
        row_rules::holds(&with_tables);
    }

    /// Whatever a string holds, it stays one string.
    #[test]
    fn strings_and_names_survive(text in "[^\\p{Cc}]{0,40}", name in "[^\\p{Cc}]{1,40}") {
        let sql = format!("\"{}\" = '{}'", name.replace('"', "\"\""), text.replace('\'', "''"));
        for dialect in ["postgresql", "duckdb"] {
            let passed = checker(dialect).check_expression(&sql);
            let passed = passed.map_err(|error: SqlError| TestCaseError::fail(format!("{sql}: {error}")))?;
            prop_assert_eq!(passed.text(), &sql);
            prop_assert!(passed.reads().contains(&name));
        }
    }
}
