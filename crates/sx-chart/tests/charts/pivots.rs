//! Pivot tables: what stands where, and what the totals are made of.

use serde_json::{Value, json};
use sx_chart::{Drawing, Look, TableDrawing, kind};
use sx_query::{Column, Kind, Table, Values};

/// Cars and ships in two years; ships were not sold in 2004 in Spain.
fn sales() -> Table {
    Table {
        columns: vec![
            texts("country", &["Spain", "Spain", "Spain", "France", "France", "France", "France"]),
            texts("line", &["Cars", "Cars", "Ships", "Ships", "Ships", "Cars", "Cars"]),
            ints("year", &[2004, 2003, 2003, 2003, 2004, 2004, 2003]),
            ints("sold", &[10, 4, 6, 1, 2, 3, 5]),
            ints("deals", &[2, 1, 3, 1, 1, 1, 1]),
        ],
    }
}

#[test]
fn rows_by_columns_with_totals() {
    insta::assert_snapshot!(drawn(json!({"rowTotals": true, "colTotals": true})), @r"
     ×1 | sold ×3
    country | Cars | Ships | Total (Sum)
    France | 8 | 3 | 11
    Spain | 14 | 6 | 20
    = Total (Sum) | 22 | 9 | 31
    ");
}

#[test]
fn subtotals_close_their_group_or_open_it() {
    let form = json!({"groupbyRows": ["country", "line"], "rowSubTotals": true});
    insta::assert_snapshot!(drawn(form.clone()), @r"
     ×2 | sold ×2
    country | line | Cars | Ships
    France | Cars | 8 | -
    France | Ships | - | 3
    = France | Subtotal | 8 | 3
    Spain | Cars | 14 | -
    Spain | Ships | - | 6
    = Spain | Subtotal | 14 | 6
    ");
    insta::assert_snapshot!(drawn(with(form, json!({"rowSubtotalPosition": true, "colTotals": true}))), @r"
     ×2 | sold ×2
    country | line | Cars | Ships
    = France | Subtotal | 8 | 3
    France | Cars | 8 | -
    France | Ships | - | 3
    = Spain | Subtotal | 14 | 6
    Spain | Cars | 14 | -
    Spain | Ships | - | 6
    = Total (Sum) |  | 22 | 9
    ");
}

#[test]
fn columns_have_groups_and_subtotals_too() {
    let form =
        json!({"groupbyRows": [], "groupbyColumns": ["country", "year"], "colSubTotals": true, "rowTotals": true});
    insta::assert_snapshot!(drawn(form), @r"
    sold ×7
    France ×3 | Spain ×3 |  ×1
    2003 | 2004 | Subtotal | 2003 | 2004 | Subtotal | Total (Sum)
    6 | 5 | 11 | 10 | 10 | 20 | 31
    ");
}

#[test]
fn metrics_are_never_summed_up_with_each_other() {
    let form = json!({"metrics": ["sold", "deals"], "rowTotals": true, "colTotals": true, "groupbyColumns": ["year"]});
    insta::assert_snapshot!(drawn(form.clone()), @r"
     ×1 | sold ×3 | deals ×3
    country | 2003 | 2004 | Total (Sum) | 2003 | 2004 | Total (Sum)
    France | 6 | 5 | 11 | 2 | 2 | 4
    Spain | 10 | 10 | 20 | 4 | 2 | 6
    = Total (Sum) | 16 | 15 | 31 | 6 | 4 | 10
    ");
    insta::assert_snapshot!(drawn(with(form.clone(), json!({"combineMetric": true}))), @r"
     ×1 | 2003 ×2 | 2004 ×2 | Total (Sum) ×2
    country | sold | deals | sold | deals | sold | deals
    France | 6 | 2 | 5 | 2 | 11 | 4
    Spain | 10 | 4 | 10 | 2 | 20 | 6
    = Total (Sum) | 16 | 6 | 15 | 4 | 31 | 10
    ");
    insta::assert_snapshot!(drawn(with(form, json!({"metricsLayout": "ROWS"}))), @r"
    Metric | country | 2003 | 2004 | Total (Sum)
    sold | France | 6 | 5 | 11
    sold | Spain | 10 | 10 | 20
    = sold | Total (Sum) | 16 | 15 | 31
    deals | France | 2 | 2 | 4
    deals | Spain | 4 | 2 | 6
    = deals | Total (Sum) | 6 | 4 | 10
    ");
}

#[test]
fn rows_and_columns_change_places() {
    insta::assert_snapshot!(drawn(json!({"transposePivot": true, "metricsLayout": "ROWS", "combineMetric": true})), @r"
    line | Metric | France | Spain
    Cars | sold | 8 | 14
    Ships | sold | 3 | 6
    ");
}

#[test]
fn rows_sort_by_value_within_their_group() {
    let form = json!({"groupbyRows": ["country", "line"], "groupbyColumns": [], "rowSubTotals": true});
    let rows = |order: &str| names(&table(with(form.clone(), json!({"rowOrder": order}))));
    assert_eq!(
        rows("key_z_to_a"),
        ["Spain Ships", "Spain Cars", "Spain Subtotal", "France Ships", "France Cars", "France Subtotal"]
    );
    assert_eq!(
        rows("value_a_to_z"),
        ["France Ships", "France Cars", "France Subtotal", "Spain Ships", "Spain Cars", "Spain Subtotal"]
    );
    assert_eq!(
        rows("value_z_to_a"),
        ["Spain Cars", "Spain Ships", "Spain Subtotal", "France Cars", "France Ships", "France Subtotal"]
    );
}

#[test]
fn totals_use_the_function_of_the_form() {
    let total = |function: &str| {
        let table = table(json!({"rowTotals": true, "colTotals": true, "aggregateFunction": function}));
        table.rows.last().unwrap().last().unwrap().text.clone()
    };
    assert_eq!(total("Sum"), "31");
    assert_eq!(total("Average"), "4.43");
    assert_eq!(total("Median"), "4");
    assert_eq!(total("Minimum"), "1");
    assert_eq!(total("Maximum"), "10");
    assert_eq!(total("Count"), "7");
    assert_eq!(total("First"), "10");
    assert_eq!(total("Last"), "5");
    assert_eq!(total("Sum as Fraction of Total"), "100.0%");
}

/// The average deal: no total can be made of the cells.
#[test]
fn the_database_computes_totals_where_the_metric_is_to_say_them() {
    let form = with(
        base(),
        json!({
            "groupbyRows": ["country", "line"], "groupbyColumns": ["year"], "metrics": ["average"],
            "aggregateFunction": "Metric", "rowTotals": true, "colTotals": true, "rowSubTotals": true,
        }),
    );
    let pivot = kind("pivot_table_v2").unwrap();
    let asked = serde_json::to_value(pivot.queries(form.as_object().unwrap()).unwrap()).unwrap();
    let columns: Vec<_> = asked.as_array().unwrap().iter().map(|query| query["columns"].to_string()).collect();
    assert_eq!(
        columns,
        [
            r#"["year","country","line"]"#,
            r#"["country","line"]"#,
            r#"["country","year"]"#,
            r#"["country"]"#,
            r#"["year"]"#,
            "[]",
        ]
    );
    let (country, line) = (|| texts("country", &["Spain", "Spain"]), || texts("line", &["Cars", "Ships"]));
    let answers = [
        vec![country(), line(), ints("year", &[2003, 2003]), ints("average", &[4, 2])],
        vec![country(), line(), ints("average", &[4, 2])],
        vec![texts("country", &["Spain", "Italy"]), ints("year", &[2003, 2003]), ints("average", &[3, 9])],
        vec![texts("country", &["Spain"]), ints("average", &[3])],
        vec![ints("year", &[2003]), ints("average", &[5])],
        vec![ints("average", &[5])],
    ];
    let answers = answers.map(|columns| Table { columns });
    let drawing = pivot.draw(form.as_object().unwrap(), &answers.iter().collect::<Vec<_>>(), &Look::default()).unwrap();
    let Drawing::Table(table) = drawing else { panic!("{drawing:?}") };
    insta::assert_snapshot!(text(&table), @r"
     ×2 | average ×2
    country | line | 2003 | Total
    Spain | Cars | 4 | 4
    Spain | Ships | 2 | 2
    = Spain | Subtotal | 3 | 3
    = Total |  | 5 | 5
    ");
}

#[test]
fn shares_are_of_the_row_the_column_or_all() {
    let first =
        |of: &str| table(json!({"aggregateFunction": format!("Sum as Fraction of {of}")})).rows[0][1].text.clone();
    // France sold 8 cars and 3 ships; all sold 22 cars.
    assert_eq!(first("Rows"), "72.7%");
    assert_eq!(first("Columns"), "36.4%");
    assert_eq!(first("Total"), "25.8%");
}

#[test]
fn times_are_in_order_and_as_precise_as_their_grain() {
    let months = [12_053, 11_992, 12_022].map(|day| Some(day * 86_400_000_000));
    let month = Column { name: "month".into(), kind: Kind::Temporal, values: Values::Time(months.to_vec()) };
    let answer = Table { columns: vec![month, ints("sold", &[3, 1, 2])] };
    let labels = |changes: Value| {
        let form = json!({"groupbyRows": ["month"], "groupbyColumns": [], "temporal_columns_lookup": {"month": true}});
        names(&draw(with(form, changes), &answer))
    };
    assert_eq!(labels(json!({"time_grain_sqla": "P1M"})), ["Nov 2002", "Dec 2002", "Jan 2003"]);
    assert_eq!(labels(json!({})), ["2002-11-01", "2002-12-01", "2003-01-01"]);
    assert_eq!(labels(json!({"date_format": "%m", "rowOrder": "key_z_to_a"})), ["01", "12", "11"]);
}

#[test]
fn long_and_wide_tables_are_cut_and_keep_their_totals() {
    let ids: Vec<i64> = (0..1_500).collect();
    let answer = Table { columns: vec![ints("id", &ids), ints("sold", &[1].repeat(1_500))] };
    let form = json!({"groupbyRows": ["id"], "groupbyColumns": [], "colTotals": true, "rowTotals": true});
    let long = draw(form.clone(), &answer);
    assert_eq!(long.rows.len(), 1_000);
    assert_eq!(long.note.as_deref(), Some("1,000 of 1,501 rows are shown."));
    assert_eq!(names(&long)[998..], ["998", "Total (Sum)"]);
    assert_eq!((long.rows[999][1].text.as_str(), &long.summaries), ("1.5k", &vec![999]));

    let wide = draw(with(form, json!({"transposePivot": true, "row_limit": 1_500})), &answer);
    assert_eq!(wide.columns.len(), 100);
    assert_eq!(wide.columns[99].label, "Total (Sum)");
    assert_eq!(
        wide.note.as_deref(),
        Some("100 of 1,501 columns are shown. Totals are of the first 1,500 cells, which is this chart's limit.")
    );
}

#[test]
fn the_time_grain_applies_to_times_only() {
    let form = json!({
        "viz_type": "pivot_table_v2", "groupbyRows": ["country", "day"], "groupbyColumns": ["line", "country"],
        "metrics": ["sold"], "temporal_columns_lookup": {"day": true}, "time_grain_sqla": "P1M", "order_desc": false,
        "series_limit_metric": "deals",
    });
    let asked = kind("pivot_table_v2").unwrap().queries(form.as_object().unwrap()).unwrap();
    let asked = serde_json::to_value(asked).unwrap();
    let columns = asked[0]["columns"].as_array().unwrap();
    assert_eq!(columns[..2], [json!("line"), json!("country")]);
    assert_eq!((&columns[2]["columnType"], &columns[2]["timeGrain"]), (&json!("BASE_AXIS"), &json!("P1M")));
    assert_eq!(asked[0]["orderby"], json!([["deals", true]]));
}

fn table(changes: Value) -> TableDrawing {
    draw(changes, &sales())
}

fn base() -> Value {
    json!({"groupbyRows": ["country"], "groupbyColumns": ["line"], "metrics": ["sold"]})
}

/// Countries by product lines, unless the changes say otherwise.
fn draw(changes: Value, answer: &Table) -> TableDrawing {
    let form = with(base(), changes);
    match kind("pivot_table_v2").unwrap().draw(form.as_object().unwrap(), &[answer], &Look::default()).unwrap() {
        Drawing::Table(table) => table,
        other => panic!("{other:?}"),
    }
}

fn drawn(changes: Value) -> String {
    text(&table(changes))
}

/// The table as text: groups as `name ×columns`, rows that sum up others with a `=`.
fn text(table: &TableDrawing) -> String {
    let mut lines: Vec<String> = table
        .groups
        .iter()
        .map(|groups| {
            groups.iter().map(|group| format!("{} ×{}", group.label, group.span)).collect::<Vec<_>>().join(" | ")
        })
        .collect();
    lines.push(table.columns.iter().map(|column| column.label.as_str()).collect::<Vec<_>>().join(" | "));
    for (at, row) in table.rows.iter().enumerate() {
        let cells: Vec<_> = row.iter().map(|cell| if cell.null { "-" } else { &cell.text }).collect();
        let mark = if table.summaries.contains(&at) { "= " } else { "" };
        lines.push(format!("{mark}{}", cells.join(" | ")));
    }
    lines.join("\n")
}

fn names(table: &TableDrawing) -> Vec<String> {
    let names = |row: &Vec<sx_chart::Cell>| {
        row[..table.row_heads].iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" ").trim().to_owned()
    };
    table.rows.iter().map(names).collect()
}

fn with(mut form: Value, changes: Value) -> Value {
    form.as_object_mut().unwrap().extend(changes.as_object().cloned().unwrap());
    form
}

fn texts(name: &str, values: &[&str]) -> Column {
    let values = Values::Text(values.iter().map(|text| Some((*text).into())).collect());
    Column { name: name.into(), kind: Kind::String, values }
}

fn ints(name: &str, values: &[i64]) -> Column {
    Column { name: name.into(), kind: Kind::Numeric, values: Values::Int(values.iter().copied().map(Some).collect()) }
}
