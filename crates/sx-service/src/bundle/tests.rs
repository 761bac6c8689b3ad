//! Bundles built in memory: one that is right, and it with one thing wrong at a time.

use std::io::{Cursor, Write as _};

use serde_json::json;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{Bundle, read_bundle};

const METADATA: &str = "version: 1.0.0\ntype: Dashboard\ntimestamp: '2026-11-20T06:16:15.084523+00:00'\n";
const DATABASE: &str = "\
database_name: examples
sqlalchemy_uri: postgresql://superset:XXXXXXXXXX@127.0.0.1:5432/examples
allow_file_upload: true
extra:
  allows_virtual_table_explore: true
uuid: a2dc77af-e654-49bb-b321-40f6b559a1ee
version: 1.0.0
";
const DATASET: &str = "\
table_name: sales
schema: public
offset: 0
normalize_columns: false
some_new_field: [1, two]
uuid: e8623bb9-5e00-f531-506a-19607f5f8005
metrics:
- metric_name: count
  expression: COUNT(*)
  d3format: null
columns:
- column_name: y
  is_dttm: false
  type: TEXT
- column_name: '012'
  groupby: true
version: 1.0.0
database_uuid: a2dc77af-e654-49bb-b321-40f6b559a1ee
";
const CHART: &str = "\
slice_name: Items Sold
viz_type: big_number_total
params:
  zeta: '25'
  alpha: 25
  since: 2020-01-01
  bounds: [null, 1.5]
query_context: null
uuid: c3d643cd-fd6f-4659-a5b7-59402487a8d0
version: 1.0.0
dataset_uuid: e8623bb9-5e00-f531-506a-19607f5f8005
";
const DASHBOARD: &str = "\
dashboard_title: Sales
slug: ''
position:
  CHART-b:
    type: CHART
    meta: {uuid: c3d643cd-fd6f-4659-a5b7-59402487a8d0, chartId: 7}
  CHART-a:
    type: CHART
    meta: {uuid: 11111111-0000-0000-0000-000000000000, chartId: 8}
metadata: {}
uuid: 04f79081-fb49-7bac-7f14-cc76cd2ad93b
version: 1.0.0
";

fn files() -> Vec<(&'static str, String)> {
    vec![
        ("metadata.yaml", METADATA.to_owned()),
        ("databases/examples.yaml", DATABASE.to_owned()),
        ("datasets/examples/sales_3.yaml", DATASET.to_owned()),
        ("charts/Items_Sold_7.yaml", CHART.to_owned()),
        ("dashboards/Sales_1.yaml", DASHBOARD.to_owned()),
    ]
}

fn zip_of<N: AsRef<str>>(entries: &[(N, impl AsRef<[u8]>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(name.as_ref(), SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_ref()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The right bundle with these entries beside its own, all with their full names.
fn with(extra: &[(&str, &[u8])]) -> Vec<u8> {
    let own = files().into_iter().map(|(name, text)| (format!("export_1/{name}"), text.into_bytes()));
    let extra = extra.iter().map(|(name, content)| ((*name).to_owned(), content.to_vec()));
    zip_of(&own.chain(extra).collect::<Vec<_>>())
}

/// The right bundle with a part of one file replaced.
fn edited(file: &str, from: &str, to: &str) -> Vec<u8> {
    let edit = |(name, text): (&str, String)| {
        assert!(name != file || text.contains(from), "{file} has no {from}");
        (format!("export_1/{name}"), if name == file { text.replace(from, to) } else { text })
    };
    zip_of(&files().into_iter().map(edit).collect::<Vec<_>>())
}

fn refusal(bytes: &[u8]) -> String {
    read_bundle(bytes).unwrap_err().to_string()
}

fn right() -> Bundle {
    read_bundle(&with(&[])).unwrap()
}

#[test]
fn a_bundle_is_read_field_by_field() {
    let bundle = right();
    let [database] = &bundle.databases[..] else { panic!("one database") };
    assert_eq!(database.file, "databases/examples.yaml");
    assert!(database.fields.allow_file_upload);
    let [dataset] = &bundle.datasets[..] else { panic!("one dataset") };
    assert_eq!(dataset.database_uuid, database.uuid);
    assert_eq!(dataset.fields.schema.as_deref(), Some("public"));
    assert_eq!(dataset.metrics[0].expression, "COUNT(*)");
    let names: Vec<&str> = dataset.columns.iter().map(|column| column.column_name.as_str()).collect();
    assert_eq!(names, ["y", "012"]);
    let [chart] = &bundle.charts[..] else { panic!("one chart") };
    assert_eq!(chart.dataset_uuid, dataset.uuid);
    let [dashboard] = &bundle.dashboards[..] else { panic!("one dashboard") };
    assert_eq!(dashboard.fields.slug, None);
}

#[test]
fn texts_numbers_dates_and_the_order_of_keys_stay() {
    let params = &right().charts[0].fields.params;
    assert_eq!(params, r#"{"zeta":"25","alpha":25,"since":"2020-01-01","bounds":[null,1.5]}"#);
}

#[test]
fn what_nobody_knows_is_kept() {
    assert_eq!(right().datasets[0].fields.rest.get("some_new_field"), Some(&json!([1, "two"])));
}

#[test]
fn both_names_of_the_upload_flag_are_read() {
    for (line, expected) in [
        ("allow_file_upload: false", false),
        ("allow_csv_upload: true", true),
        ("allow_csv_upload: true\nallow_file_upload: false", false),
    ] {
        let bundle = read_bundle(&edited("databases/examples.yaml", "allow_file_upload: true", line)).unwrap();
        assert_eq!(bundle.databases[0].fields.allow_file_upload, expected, "{line}");
    }
}

#[test]
fn a_layout_may_name_a_chart_that_is_not_in_the_bundle() {
    let uuids: Vec<String> = right().dashboards[0].chart_uuids.iter().map(ToString::to_string).collect();
    assert_eq!(uuids, ["c3d643cd-fd6f-4659-a5b7-59402487a8d0", "11111111-0000-0000-0000-000000000000"]);
}

#[test]
fn a_bundle_without_a_root_folder_is_read() {
    assert_eq!(read_bundle(&zip_of(&files())).unwrap().charts.len(), 1);
}

#[test]
fn what_does_not_belong_is_ignored() {
    let bundle = read_bundle(&with(&[
        ("__MACOSX/export_1/charts/._Items_Sold_7.yaml", b"\0\x05\x16"),
        ("__MACOSX/metadata.yaml", b"\0"),
        ("export_1/.DS_Store", b"\0"),
        ("export_1/charts/nested.zip", &with(&[])),
        ("export_1/unknown/x.yaml", b"{"),
        ("other/charts/x.yaml", b"{"),
        ("readme.txt", b"hello"),
    ]));
    assert_eq!(bundle.unwrap().charts.len(), 1);
}

#[test]
fn bad_paths_are_refused() {
    for path in [
        "../x.yaml",
        "export_1/../../x.yaml",
        "/etc/x.yaml",
        "export_1\\charts\\x.yaml",
        "C:/x.yaml",
        "export_1/charts/x\n.yaml",
    ] {
        assert_eq!(refusal(&with(&[(path, b"")])), format!("{path}: its path leads out of the archive"));
    }
}

#[test]
fn links_are_refused() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_symlink("export_1/charts/x.yaml", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    assert_eq!(refusal(&bytes), "export_1/charts/x.yaml: it is a symbolic link");
}

/// The writer cannot encrypt as it is built here, so the flag is set by hand, in both headers of the entry.
#[test]
fn encrypted_files_are_refused() {
    let mut bytes = zip_of(&[("export_1/metadata.yaml", METADATA)]);
    for (header, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = bytes.windows(4).position(|window| window == header).unwrap();
        bytes[at + flags] |= 1;
    }
    assert_eq!(refusal(&bytes), "export_1/metadata.yaml: it is encrypted");
}

/// The writer refuses to write one name twice, so two names of one length become one afterwards.
#[test]
fn files_with_one_name_are_refused() {
    let mut bytes = with(&[("export_1/charts/Items_Sold_8.yaml", b"")]);
    let positions: Vec<usize> = (0..bytes.len() - 12).filter(|&at| &bytes[at..at + 12] == b"Items_Sold_8").collect();
    positions.iter().for_each(|at| bytes[at + 11] = b'7');
    assert_eq!(refusal(&bytes), "archive: two files in it have the same name");
    let case = with(&[("export_1/charts/ITEMS_sold_7.yaml", b"")]);
    assert_eq!(refusal(&case), "export_1/charts/ITEMS_sold_7.yaml: the archive has two files of this name");
}

#[test]
fn too_many_entries_are_refused() {
    let entries: Vec<(String, &str)> = (0..5_001).map(|n| (format!("{n}"), "")).collect();
    assert_eq!(refusal(&zip_of(&entries)), "archive: it has more than 5000 entries");
}

#[test]
fn bombs_are_refused_while_they_inflate() {
    let too_long = vec![b'#'; (20 << 20) + 1];
    let one = with(&[("export_1/charts/big.yaml", &too_long)]);
    assert!(one.len() < 100_000, "it must be small to be a bomb");
    assert_eq!(refusal(&one), "export_1/charts/big.yaml: the archive unpacks to more than is allowed");
    let long = vec![b'#'; 20 << 20];
    let names: Vec<String> = (0..5).map(|n| format!("export_1/charts/{n}.yaml")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &long[..])).collect();
    assert_eq!(refusal(&with(&many)), "export_1/charts/4.yaml: the archive unpacks to more than is allowed");
}

/// The sizes in the headers say one byte; what is inflated is what counts.
#[test]
fn sizes_in_headers_are_not_believed() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    writer.start_file("export_1/metadata.yaml", options).unwrap();
    writer.write_all(&vec![b'#'; (20 << 20) + 1]).unwrap();
    let mut bytes = writer.finish().unwrap().into_inner();
    for (header, size) in [(b"PK\x03\x04", 22), (b"PK\x01\x02", 24)] {
        let at = bytes.windows(4).position(|window| window == header).unwrap();
        bytes[at + size..at + size + 4].copy_from_slice(&1_u32.to_le_bytes());
    }
    assert!(read_bundle(&bytes).is_err());
}

#[test]
fn what_is_no_archive_is_refused() {
    assert!(refusal(b"").starts_with("archive: it is no ZIP file"));
    assert!(refusal(b"version: 1.0.0").starts_with("archive: it is no ZIP file"));
    let whole = with(&[]);
    for length in (0..whole.len()).step_by(97) {
        assert!(read_bundle(&whole[..length]).is_err(), "cut at {length}");
    }
}

#[test]
fn the_metadata_must_be_known() {
    let none: [(&str, &str); 1] = [("export_1/charts/x.yaml", CHART)];
    assert_eq!(refusal(&zip_of(&none)), "metadata.yaml: it is missing: this is no export bundle");
    let two = with(&[("export_2/metadata.yaml", METADATA.as_bytes())]);
    assert_eq!(refusal(&two), "metadata.yaml: there are several: send one bundle at a time");
    let version = edited("metadata.yaml", "1.0.0", "2.0.0");
    assert_eq!(refusal(&version), "metadata.yaml: version “2.0.0” is not known, only 1.0.0");
    let kind = edited("metadata.yaml", "Dashboard", "Spaceship");
    assert_eq!(refusal(&kind), "metadata.yaml: type “Spaceship” is not known");
    for known in ["Slice", "SqlaTable", "Database", "assets"] {
        assert!(read_bundle(&edited("metadata.yaml", "Dashboard", known)).is_ok(), "{known}");
    }
}

#[test]
fn bad_yaml_is_refused_with_file_and_line() {
    let chart = "charts/Items_Sold_7.yaml";
    insta::assert_snapshot!(refusal(&edited(chart, "params:", "params: [")), @"charts/Items_Sold_7.yaml: line 5: while parsing a flow mapping, did not find expected ',' or '}'");
    insta::assert_snapshot!(refusal(&edited(chart, "query_context: null", "viz_type: pie")), @"charts/Items_Sold_7.yaml: line 8: duplicate mapping key: viz_type not allowed here");
    insta::assert_snapshot!(refusal(&edited(chart, "query_context: null", "a: &a [x]\nb: *a")), @"charts/Items_Sold_7.yaml: line 8: YAML document too large or too complex: limits breached: Anchors { anchors: 1 }");
    insta::assert_snapshot!(refusal(&edited(chart, "slice_name: Items Sold", "--- 1\n--- 2")), @"charts/Items_Sold_7.yaml: line 1: expected mapping start");
    insta::assert_snapshot!(refusal(&edited(chart, CHART, "just a text")), @"charts/Items_Sold_7.yaml: line 1: expected mapping start");
    insta::assert_snapshot!(refusal(&edited(chart, "Items Sold", &"[".repeat(5_000))), @"charts/Items_Sold_7.yaml: line 1: recursion limit exceeded");
    let odd = with(&[("export_1/charts/x.yaml", b"a: \xff")]);
    assert_eq!(refusal(&odd), "charts/x.yaml: it is not UTF-8");
}

#[test]
fn what_a_file_must_hold_is_asked_for() {
    let chart = "charts/Items_Sold_7.yaml";
    insta::assert_snapshot!(refusal(&edited(chart, "slice_name: Items Sold\n", "")), @"charts/Items_Sold_7.yaml: slice_name: a text is expected");
    insta::assert_snapshot!(refusal(&edited(chart, "c3d643cd-fd6f-4659-a5b7-59402487a8d0", "seven")), @"charts/Items_Sold_7.yaml: uuid: a UUID is expected");
    insta::assert_snapshot!(refusal(&edited(chart, "version: 1.0.0", "version: 0.9")), @"charts/Items_Sold_7.yaml: version: only 1.0.0 is known");
    insta::assert_snapshot!(refusal(&edited("datasets/examples/sales_3.yaml", "  expression: COUNT(*)\n", "")), @"datasets/examples/sales_3.yaml: expression: a text is expected");
    insta::assert_snapshot!(refusal(&edited("datasets/examples/sales_3.yaml", "offset: 0", "offset: x")), @"datasets/examples/sales_3.yaml: offset: a whole number is expected");
    insta::assert_snapshot!(refusal(&edited("databases/examples.yaml", "database_name: examples\n", "")), @"databases/examples.yaml: database_name: a text is expected");
}

#[test]
fn references_must_lead_somewhere() {
    let other = "99999999-0000-0000-0000-000000000000";
    let dataset = "e8623bb9-5e00-f531-506a-19607f5f8005";
    let database = "a2dc77af-e654-49bb-b321-40f6b559a1ee";
    insta::assert_snapshot!(refusal(&edited("charts/Items_Sold_7.yaml", dataset, other)), @"charts/Items_Sold_7.yaml: its dataset is not in the bundle");
    insta::assert_snapshot!(refusal(&edited("datasets/examples/sales_3.yaml", database, other)), @"datasets/examples/sales_3.yaml: its database is not in the bundle");
    let twin = with(&[("export_1/charts/copy.yaml", CHART.as_bytes())]);
    insta::assert_snapshot!(refusal(&twin), @"charts/copy.yaml: another file has the UUID c3d643cd-fd6f-4659-a5b7-59402487a8d0 too");
}
