//! `tests/cases/<name>.json` is a question. `<name>.sql` beside it holds its statement for the first dialect, and
//! `<name>.<dialect>.sql` that of each other one whose statement differs.
//! `UPDATE_CASES=1 cargo test … cases` writes them from the questions.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use sx_query::{DIALECTS, Dialect};

use crate::sales::{plan_for, question};

#[test]
fn every_case_gives_its_sql() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let cases = files(&folder, "json");
    assert!(cases.len() >= 10, "only {} cases were found", cases.len());
    let expected: BTreeMap<PathBuf, String> = cases.iter().flat_map(|case| statements(case)).collect();
    if std::env::var_os("UPDATE_CASES").is_some() {
        update(&folder, &expected);
    }
    // Both ways: a snapshot that no case gives is as wrong as a case without one.
    for path in files(&folder, "sql").iter().chain(expected.keys()) {
        let theirs = fs::read_to_string(path).unwrap_or_default();
        let ours = expected.get(path).map(String::as_str).unwrap_or_default();
        assert_eq!(ours, theirs, "{}", path.display());
    }
}

/// The snapshots of one case.
fn statements(case: &Path) -> BTreeMap<PathBuf, String> {
    let question = question(serde_json::from_str(&fs::read_to_string(case).unwrap()).unwrap());
    let statement = |dialect: &dyn Dialect| match plan_for(&question, dialect) {
        Ok(plan) => {
            let mut text = plan.sql.replace(" \n", "\n") + "\n";
            for (position, param) in plan.params.iter().enumerate() {
                writeln!(text, "-- ${} = {param:?}", position + 1).unwrap();
            }
            text
        }
        Err(error) => format!("-- error: {error}\n"),
    };
    let (first, others) = DIALECTS.split_first().unwrap();
    let generic = statement(*first);
    let differing = others.iter().map(|dialect| (format!("{}.sql", dialect.id()), statement(*dialect)));
    let mut snapshots: BTreeMap<_, _> = differing
        .filter(|(_, text)| *text != generic)
        .map(|(extension, text)| (case.with_extension(extension), text))
        .collect();
    snapshots.insert(case.with_extension("sql"), generic);
    snapshots
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = paths.filter(|path| path.extension().is_some_and(|found| found == extension)).collect();
    paths.sort();
    paths
}

fn update(folder: &Path, snapshots: &BTreeMap<PathBuf, String>) {
    for path in files(folder, "sql") {
        fs::remove_file(path).unwrap();
    }
    for (path, text) in snapshots {
        fs::write(path, text).unwrap();
    }
}
