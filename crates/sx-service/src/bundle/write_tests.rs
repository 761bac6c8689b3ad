//! What is written is read again as it was.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use sx_model::{ChartFields, DatabaseFields, DatasetColumnFields, DatasetFields, DatasetMetricFields};
use uuid::Uuid;

use super::{
    Bundle, BundleChart, BundleDatabase, BundleDataset, BundleFile, BundleKind, archive::unpack, read_bundle,
    write_bundle, yaml,
};

/// As the reference exported it.
const SALES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../end2end/data/sales-dashboard.zip");

/// Texts that YAML 1.1, YAML 1.2 or a careless writer takes for something else.
const HARD_TEXTS: &[&str] = &[
    "",
    " ",
    "~",
    "null",
    "NULL",
    "true",
    "False",
    "yes",
    "No",
    "on",
    "OFF",
    "y",
    "n",
    "25",
    "012",
    "0o17",
    "0x1F",
    "1_000",
    "1e3",
    "-1.5",
    "+1",
    ".5",
    "1.",
    ".inf",
    "-.INF",
    ".nan",
    "1:30",
    "12:30:45",
    "190:20:30.15",
    "2020-01-01",
    "2020-01-01T00:00:00Z",
    "2020-01-01 12:00:00",
    "=",
    "<<",
    "- a",
    "-",
    "?",
    "? a",
    "a: b",
    "a:",
    "#a",
    "a #b",
    "*a",
    "&a",
    "!a",
    "%a",
    "@a",
    "`a",
    "---",
    "...",
    "{a}",
    "[a",
    "'a'",
    "\"a\"",
];
const LONG_TEXTS: &[&str] = &[
    "SELECT *\nFROM sales  \n\nWHERE a = 'b'\n",
    "\n leading",
    "\ttab\r\nand return\r",
    "trailing \n\n",
    "\\n is no line",
    "bell \u{7} nel \u{85} separator \u{2028} bom \u{feff} delete \u{7f} end \u{ffff}",
    "smile 😀 売上 é",
    "a very long text of many words that a writer might want to fold over several lines, because it is longer than eighty characters are",
    "{{ url_param('x') }} {# comment #}",
];

fn moment() -> DateTime<Utc> {
    "2026-11-20T06:16:15.084523Z".parse().unwrap()
}

fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn map(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap()
}

fn written(bundle: &Bundle) -> BundleFile {
    write_bundle(bundle, BundleKind::Chart, moment()).unwrap()
}

/// One file as text.
fn text(bundle: &Bundle, file: &str) -> String {
    String::from_utf8(unpack(&written(bundle).bytes).unwrap().remove(file).unwrap()).unwrap()
}

fn small() -> Bundle {
    let database = BundleDatabase {
        file: "databases/examples.yaml".to_owned(),
        uuid: uuid(1),
        fields: DatabaseFields {
            database_name: "examples".to_owned(),
            sqlalchemy_uri: "postgresql://superset:XXXXXXXXXX@127.0.0.1:5432/examples".to_owned(),
            configuration_method: "sqlalchemy_form".to_owned(),
            ..DatabaseFields::default()
        },
        password: None,
    };
    let dataset = BundleDataset {
        file: "datasets/examples/sales_2.yaml".to_owned(),
        uuid: uuid(2),
        database_uuid: uuid(1),
        fields: DatasetFields {
            table_name: "sales".to_owned(),
            sql: Some(LONG_TEXTS[0].to_owned()),
            extra: Some(json!({ "certification": { "certified_by": "me" } })),
            folders: Some(json!([{ "name": "Money", "children": [] }])),
            rest: map(json!({ "some_new_field": [1, "two"] })),
            ..DatasetFields::default()
        },
        columns: HARD_TEXTS[1..]
            .iter()
            .map(|name| DatasetColumnFields { column_name: (*name).to_owned(), ..DatasetColumnFields::default() })
            .collect(),
        metrics: vec![DatasetMetricFields {
            metric_name: "count".to_owned(),
            expression: "COUNT(*)".to_owned(),
            currency: Some(json!({ "symbol": "EUR", "symbolPosition": "suffix" })),
            rest: map(json!({ "a_new_key": null })),
            ..DatasetMetricFields::default()
        }],
    };
    let chart = BundleChart {
        file: "charts/Items_Sold_3.yaml".to_owned(),
        uuid: uuid(3),
        dataset_uuid: uuid(2),
        fields: ChartFields {
            slice_name: "012".to_owned(),
            viz_type: "table".to_owned(),
            params: "{}".to_owned(),
            is_managed_externally: true,
            external_url: Some("https://example.org/".to_owned()),
            ..ChartFields::default()
        },
    };
    Bundle { databases: vec![database], datasets: vec![dataset], charts: vec![chart], dashboards: Vec::new() }
}

#[test]
fn a_bundle_of_the_reference_comes_out_as_it_went_in() {
    let original = std::fs::read(SALES).unwrap();
    let bundle = read_bundle(&original).unwrap();
    let copy = write_bundle(&bundle, BundleKind::Dashboard, moment()).unwrap();
    assert_eq!(read_bundle(&copy.bytes).unwrap(), bundle);

    let (original, copy) = (unpack(&original).unwrap(), unpack(&copy.bytes).unwrap());
    assert!(original.keys().eq(copy.keys()));
    for (file, bytes) in original.iter().filter(|(file, _)| *file != "metadata.yaml") {
        // As texts: mappings are equal in any order, but people see the order of keys.
        let as_text = |bytes: &[u8]| Value::Object(yaml(file, bytes).unwrap()).to_string();
        assert_eq!(as_text(&copy[file]), as_text(bytes), "{file}");
    }
}

#[test]
fn all_texts_stay_what_they_are_as_values_and_as_keys() {
    let mut bundle = small();
    let texts = || HARD_TEXTS.iter().chain(LONG_TEXTS).map(|text| Value::from(*text));
    let keys: Map<String, Value> = texts().filter_map(|text| Some((text.as_str()?.to_owned(), json!({})))).collect();
    let long_key = Map::from_iter([("k".repeat(2000), json!([1, [2, [3, { "a": [] }]]]))]);
    let numbers = json!([0, -0.0, 0.1, 1.0, 1e-7, 1e300, i64::MIN, u64::MAX, null, true]);
    let params = json!({ "texts": texts().collect::<Value>(), "keys": keys, "long": long_key, "numbers": numbers });
    bundle.charts[0].fields.params = params.to_string();
    bundle.charts[0].fields.query_context = Some(params.to_string());
    assert_eq!(read_bundle(&written(&bundle).bytes).unwrap(), bundle);
}

#[test]
fn texts_that_look_like_something_else_are_quoted() {
    let mut bundle = small();
    let keys: Map<String, Value> = HARD_TEXTS.iter().map(|text| ((*text).to_owned(), json!(7))).collect();
    bundle.charts[0].fields.params = json!({ "values": HARD_TEXTS, "keys": keys }).to_string();
    let text = text(&bundle, "charts/Items_Sold_3.yaml");
    let quoted = |text: &str| {
        ['"', '\''].iter().any(|quote| text.len() > 1 && text.starts_with(*quote) && text.ends_with(*quote))
    };
    let values = text.lines().filter_map(|line| line.strip_prefix("  - "));
    let keys = text.lines().filter_map(|line| line.strip_suffix(": 7"));
    assert_eq!((values.clone().count(), keys.clone().count()), (HARD_TEXTS.len(), HARD_TEXTS.len()));
    for line in values.chain(keys.map(str::trim_start)) {
        assert!(quoted(line), "{line}");
    }
}

#[test]
fn keys_come_in_the_order_of_the_reference() {
    insta::assert_snapshot!(text(&small(), "charts/Items_Sold_3.yaml"), @r#"
    slice_name: "012"
    description: null
    certified_by: null
    certification_details: null
    viz_type: table
    params: {}
    query_context: null
    cache_timeout: null
    uuid: 00000000-0000-0000-0000-000000000003
    is_managed_externally: true
    external_url: https://example.org/
    version: "1.0.0"
    dataset_uuid: 00000000-0000-0000-0000-000000000002
    "#);
    insta::assert_snapshot!(text(&small(), "metadata.yaml"), @r#"
    version: "1.0.0"
    type: Slice
    timestamp: "2026-11-20T06:16:15.084523+00:00"
    "#);
}

#[test]
fn the_same_assets_make_the_same_bytes() {
    let file = written(&small());
    assert_eq!(file.name, "chart_export_20261120T061615.zip");
    assert_eq!(file, written(&small()));
    for (kind, noun, type_name) in [
        (BundleKind::Dashboard, "dashboard", "Dashboard"),
        (BundleKind::Chart, "chart", "Slice"),
        (BundleKind::Dataset, "dataset", "SqlaTable"),
        (BundleKind::Database, "database", "Database"),
    ] {
        let file = write_bundle(&small(), kind, moment()).unwrap();
        assert_eq!(file.name, format!("{noun}_export_20261120T061615.zip"));
        let metadata = unpack(&file.bytes).unwrap().remove("metadata.yaml").unwrap();
        assert!(String::from_utf8(metadata).unwrap().contains(&format!("type: {type_name}\n")));
    }
}

#[test]
fn secrets_stay_here() {
    let mut bundle = small();
    bundle.databases[0].password = Some("open sesame".to_owned());
    bundle.databases[0].fields.rest = map(json!({
        "encrypted_extra": "{\"credentials\": \"open sesame\"}",
        "ssh_tunnel": { "server_address": "a", "password": "open sesame", "private_key": "open sesame", "private_key_password": null },
        "database_name": "another",
    }));
    let text = text(&bundle, "databases/examples.yaml");
    assert!(!text.contains("open sesame"), "{text}");
    let read = read_bundle(&written(&bundle).bytes).unwrap();
    assert_eq!(read.databases[0].fields.database_name, "examples", "what is known wins over what was kept");
    assert_eq!(
        Value::Object(read.databases[0].fields.rest.clone()),
        json!({ "ssh_tunnel": { "server_address": "a", "password": "XXXXXXXXXX", "private_key": "XXXXXXXXXX", "private_key_password": null } })
    );
}

#[test]
fn json_texts_become_mappings_and_parts_lose_their_uuids() {
    let mut bundle = small();
    bundle.datasets[0].fields.extra = Some(json!("{\"warning_markdown\": \"old\"}"));
    bundle.datasets[0].fields.template_params = Some(json!("no object"));
    bundle.datasets[0].metrics[0].uuid = Some(uuid(9));
    bundle.datasets[0].columns[0].uuid = Some(uuid(9));
    let read = read_bundle(&written(&bundle).bytes).unwrap();
    assert_eq!(read.datasets[0].fields.extra, Some(json!({ "warning_markdown": "old" })));
    assert_eq!(read.datasets[0].fields.template_params, Some(json!("no object")));
    assert_eq!((read.datasets[0].metrics[0].uuid, read.datasets[0].columns[0].uuid), (None, None));
}

/// The reference has flags that nobody ever set. Superset's own example of video games is one with such columns.
#[test]
fn a_null_comes_out_again_until_somebody_says_otherwise() {
    let mut bundle = small();
    bundle.datasets[0].columns.truncate(2);
    for column in &mut bundle.datasets[0].columns {
        column.is_active = true;
        column.rest = map(json!({ "is_active": null }));
    }
    bundle.datasets[0].columns[1].is_active = false;
    let text = text(&bundle, "datasets/examples/sales_2.yaml");
    let flags: Vec<&str> = text.lines().filter_map(|line| line.trim().strip_prefix("is_active: ")).collect();
    assert_eq!(flags, ["null", "false"]);
    let read = read_bundle(&written(&bundle).bytes).unwrap();
    assert_eq!(read.datasets[0].columns[0], bundle.datasets[0].columns[0]);
}

#[test]
fn settings_that_cannot_be_read_are_an_error_not_a_loss() {
    let mut bundle = small();
    bundle.charts[0].fields.params = "[1]".to_owned();
    let error = write_bundle(&bundle, BundleKind::Chart, moment()).unwrap_err().to_string();
    assert!(error.starts_with("charts/Items_Sold_3.yaml: params: it is no JSON object: "), "{error}");
    bundle.charts[0].fields.params = " ".to_owned();
    assert_eq!(read_bundle(&written(&bundle).bytes).unwrap().charts[0].fields.params, "{}");
}
