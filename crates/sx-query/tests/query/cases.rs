//! `tests/cases/<name>.json` is a question; `<name>.sql` beside it holds the statement of every dialect.
//! `UPDATE_CASES=1 cargo test -p sx-query cases` writes the second from the first.

use std::fmt::Write as _;
use std::path::Path;

use sx_query::DIALECTS;

use crate::sales::{plan_for, question};

#[test]
fn every_case_gives_its_sql() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "json") {
            compare(&path);
            count += 1;
        }
    }
    assert!(count >= 10, "only {count} cases were found");
}

fn compare(path: &Path) {
    let query = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let query = question(query);
    let mut ours = String::new();
    for dialect in DIALECTS {
        writeln!(ours, "-- {}", dialect.id()).unwrap();
        match plan_for(&query, *dialect) {
            Ok(plan) => {
                writeln!(ours, "{}", plan.sql.replace(" \n", "\n")).unwrap();
                for (position, param) in plan.params.iter().enumerate() {
                    writeln!(ours, "-- ${} = {param:?}", position + 1).unwrap();
                }
            }
            Err(error) => writeln!(ours, "-- error: {error}").unwrap(),
        }
        ours.push('\n');
    }
    let expected = path.with_extension("sql");
    if std::env::var_os("UPDATE_CASES").is_some() {
        std::fs::write(&expected, &ours).unwrap();
    }
    let theirs = std::fs::read_to_string(&expected).unwrap_or_default();
    assert_eq!(ours, theirs, "{}", path.display());
}
