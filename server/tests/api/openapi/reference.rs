//! The document beside Superset's: for every operation that both have, the same names in questions and answers, or a line in
//! `docs/api.md` that says what differs. The test writes that part of the page (`SEXTANT_UPDATE_DOCS=1`) and holds it.
//!
//! `data/superset_openapi.json` is Superset 6.1's document with only the names: method, query, required and possible fields
//! of the body, and the first level of what is answered.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use serde::Deserialize;
use serde_json::Value;

use super::{document, operations};
use crate::harness::{TestApp, workspace};

const BEGINNING: &str = "<!-- Written by server/tests/api/openapi/reference.rs from here on. -->\n";
/// Superset's lists describe themselves to its form builder with these; nobody else reads them.
const SELF_DESCRIPTION: [&str; 13] = [
    "description_columns",
    "label_columns",
    "list_columns",
    "list_title",
    "order_columns",
    "show_columns",
    "show_title",
    "add_columns",
    "add_title",
    "edit_columns",
    "edit_title",
    "filters",
    "keys",
];

type Names = BTreeSet<String>;
/// By path (placeholders without names) and method.
type Api = BTreeMap<String, BTreeMap<String, Operation>>;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Operation {
    tag: String,
    query: Names,
    required: Names,
    fields: Names,
    answer: Names,
}

#[tokio::test]
async fn what_differs_from_the_reference_is_written_down() {
    let app = TestApp::start().await;
    let ours = ours(&document(&app).await);
    let reference: Api = serde_json::from_str(include_str!("../data/superset_openapi.json")).unwrap();
    let expected = page(&ours, &reference);
    let file = workspace().join("docs/api.md");
    let text = std::fs::read_to_string(&file).unwrap();
    let (head, written) = text.split_once(BEGINNING).unwrap();
    if std::env::var_os("SEXTANT_UPDATE_DOCS").is_some() {
        std::fs::write(&file, format!("{head}{BEGINNING}{expected}")).unwrap();
    } else {
        assert_eq!(
            written, expected,
            "run this test with SEXTANT_UPDATE_DOCS=1 and look at what changed in docs/api.md"
        );
    }
}

fn ours(document: &Value) -> Api {
    let mut api = Api::new();
    for (path, method, operation) in operations(document) {
        let query = list(&operation["parameters"]).filter(|it| it["in"] == "query");
        let content = operation["requestBody"]["content"].as_object();
        let body = content.and_then(|content| content.values().next());
        let body = follow(document, body.map_or(&Value::Null, |content| &content["schema"]));
        let success = ["200", "201"].iter().find_map(|status| operation["responses"].get(status));
        let answer = success.map_or(&Value::Null, |it| &it["content"]["application/json"]["schema"]);
        let described = Operation {
            tag: String::new(),
            query: query.filter_map(|it| it["name"].as_str().map(str::to_owned)).collect(),
            required: list(&body["required"]).filter_map(|name| name.as_str().map(str::to_owned)).collect(),
            fields: keys(&body["properties"]),
            answer: keys(&follow(document, answer)["properties"]),
        };
        api.entry(without_names(path)).or_default().insert(method.to_owned(), described);
    }
    api
}

fn page(ours: &Api, reference: &Api) -> String {
    let mut text = "\n## What differs where both have an operation\n\n\
        | Operation | Where | Only in Superset | Only here |\n|---|---|---|---|\n"
        .to_owned();
    for (path, method, operation) in all(ours) {
        let Some(other) = reference.get(path).and_then(|methods| methods.get(method)) else { continue };
        // Without a schema there is nothing to compare: the reference often leaves it out.
        let body = (!other.fields.is_empty()).then_some((&operation.fields, &other.fields));
        let required = (!other.fields.is_empty()).then_some((&operation.required, &other.required));
        let answer = (!other.answer.is_empty()).then_some((&operation.answer, &other.answer));
        let parts = [
            ("query", Some((&operation.query, &other.query))),
            ("must be given", required),
            ("body", body),
            ("answer", answer),
        ];
        for (part, names) in parts {
            let Some((mine, theirs)) = names else { continue };
            let theirs: Names =
                theirs.iter().filter(|name| !SELF_DESCRIPTION.contains(&name.as_str())).cloned().collect();
            if *mine != theirs {
                let (lacks, adds) = (told(&theirs, mine), told(mine, &theirs));
                writeln!(text, "| `{} {path}` | {part} | {lacks} | {adds} |", method.to_uppercase()).unwrap();
            }
        }
    }
    text.push_str("\n## Only here\n\n");
    for (path, method, _) in all(ours).filter(|it| !has(reference, it)) {
        writeln!(text, "- `{} {path}`", method.to_uppercase()).unwrap();
    }
    text.push_str("\n## Only in Superset\n");
    let mut missing: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (path, method, operation) in all(reference).filter(|it| !has(ours, it)) {
        missing.entry(&operation.tag).or_default().push(format!("`{} {path}`", method.to_uppercase()));
    }
    for (tag, operations) in missing {
        writeln!(text, "\n**{tag}**: {}.", operations.join(", ")).unwrap();
    }
    text
}

fn all(api: &Api) -> impl Iterator<Item = (&str, &str, &Operation)> {
    api.iter().flat_map(|(path, methods)| methods.iter().map(move |(method, it)| (path.as_str(), method.as_str(), it)))
}

fn has(api: &Api, (path, method, _): &(&str, &str, &Operation)) -> bool {
    api.get(*path).is_some_and(|methods| methods.contains_key(*method))
}

fn told(of: &Names, without: &Names) -> String {
    of.difference(without).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// `/chart/{}`: what a placeholder is called is nobody's matter.
fn without_names(path: &str) -> String {
    let part = |part: &str| if part.starts_with('{') { "{}".to_owned() } else { part.to_owned() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn follow<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    schema["$ref"].as_str().and_then(|to| document.pointer(to.trim_start_matches('#'))).unwrap_or(schema)
}

fn keys(value: &Value) -> Names {
    value.as_object().into_iter().flat_map(|object| object.keys().cloned()).collect()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
