//! What the dataset says about names and numbers, in each kind that shows them.

use serde_json::{Value, json};
use sx_chart::{Drawing, FormData, Look, TableDrawing, kind_or_fallback};
use sx_query::{Column, Kind, Table, Values};

/// Two metrics with names and formats, one dimension with a name.
fn look() -> Look {
    let names = [("sold", "Items sold"), ("revenue", "Sales revenue"), ("product_line", "Line"), ("size", "Deal size")];
    let formats = [("sold", ",d"), ("revenue", ",.1f")];
    Look {
        verbose_names: names.map(|(name, shown)| (name.into(), shown.into())).into(),
        column_formats: formats.map(|(name, format)| (name.into(), format.into())).into(),
        column_currencies: [("revenue".into(), json!({"symbol": "USD", "symbolPosition": "prefix"}))].into(),
        ..Look::default()
    }
}

#[test]
fn tables_have_verbose_heads_and_the_formats_of_metrics() {
    let form = json!({
        "viz_type": "table", "query_mode": "aggregate", "groupby": ["product_line"], "metrics": ["sold", "revenue"],
        "percent_metrics": ["sold"],
    });
    let columns = vec![
        texts("product_line", &["Ships"]),
        numbers("sold", &[1234.0]),
        numbers("revenue", &[5678.25]),
        numbers("%sold", &[1.0]),
    ];
    let table = Table { columns };
    let drawn = table_of(&form, &table);
    assert_eq!(heads(&drawn), ["Line", "Items sold", "Sales revenue", "%Items sold"]);
    assert_eq!(cells(&drawn), ["Ships", "1,234", "$ 5,678.3", "100.000%"]);

    let mut form = form;
    form["column_config"] = json!({"sold": {"customColumnName": "Mine", "d3NumberFormat": ".1f"}});
    let drawn = table_of(&form, &table);
    assert_eq!((heads(&drawn)[1], cells(&drawn)[1]), ("Mine", "1234.0"));
}

#[test]
fn the_rows_of_an_unknown_kind_too() {
    let form = json!({"viz_type": "horizon", "groupby": ["product_line"], "metrics": ["revenue"]});
    let table = Table { columns: vec![texts("product_line", &["Ships"]), numbers("revenue", &[5678.25])] };
    let drawn = table_of(&form, &table);
    assert_eq!(heads(&drawn), ["Line", "Sales revenue"]);
    assert_eq!(cells(&drawn), ["Ships", "$ 5,678.3"]);
}

#[test]
fn series_show_the_metric_and_keep_its_colour() {
    for kind in ["echarts_timeseries_bar", "echarts_area", "echarts_timeseries_line", "echarts_timeseries_scatter"] {
        let form = json!({
            "viz_type": kind, "x_axis": "product_line", "metrics": ["sold", "revenue"], "groupby": ["size"],
            "xAxisForceCategorical": true,
        });
        let columns =
            vec![texts("product_line", &["Ships"]), numbers("sold, Large", &[2.0]), numbers("revenue", &[1.0])];
        let mut look = look();
        look.label_colors.insert("sold, Large".into(), "#123456".into());
        let option = option_of(&form, &Table { columns }, &look);
        assert_eq!(option["series"][0]["name"], "Items sold, Large", "{kind}");
        assert_eq!(option["series"][0]["itemStyle"]["color"], "#123456", "{kind}");
        assert_eq!(option["series"][1]["name"], "Sales revenue", "{kind}");
    }
}

#[test]
fn axes_and_tooltips_take_the_format_of_the_metric() {
    let columns = vec![texts("product_line", &["Ships"]), numbers("revenue", &[1.0])];
    let table = Table { columns };
    let of = |format: Value| {
        let form = json!({
            "viz_type": "echarts_timeseries_bar", "x_axis": "product_line", "metrics": ["revenue"], "y_axis_format": format,
        });
        let option = option_of(&form, &table, &look());
        let (axis, tooltip) = (&option["yAxis"]["axisLabel"]["formatter"], &option["tooltip"]["formatter"]);
        assert_eq!(axis["spec"], tooltip["spec"]);
        assert_eq!(axis["currency"]["symbol"], "USD");
        axis["spec"].clone()
    };
    assert_eq!(of(Value::Null), ",.1f");
    assert_eq!(of(json!(".3s")), ".3s");
}

#[test]
fn a_pie_of_one_metric_shows_its_name() {
    let form = json!({"viz_type": "pie", "metric": "revenue", "show_total": true});
    let mut look = look();
    look.label_colors.insert("revenue".into(), "#123456".into());
    let option = option_of(&form, &Table { columns: vec![numbers("revenue", &[1234.5])] }, &look);
    let slice = &option["series"][0]["data"][0];
    assert_eq!((&slice["name"], &slice["itemStyle"]["color"]), (&json!("Sales revenue"), &json!("#123456")));
    assert_eq!(title(&option)["text"], "Total: $ 1,234.5");
}

#[test]
fn labels_outside_a_pie_wrap_and_long_ones_take_room() {
    let option = |name: &str, changes: Value| {
        let mut form = json!({"viz_type": "pie", "metric": "sold", "groupby": ["product_line"], "donut": true});
        form.as_object_mut().unwrap().extend(changes.as_object().cloned().unwrap());
        let columns = vec![texts("product_line", &[name]), numbers("sold", &[1.0])];
        option_of(&form, &Table { columns }, &Look::default())["series"][0].clone()
    };
    assert_eq!(option("Ships", json!({}))["radius"], json!(["30%", "70%"]));
    assert_eq!(option("Ships", json!({}))["label"]["overflow"], "break");
    assert_eq!(option("Trucks and Buses", json!({}))["radius"], json!(["24%", "56%"]));
    assert_eq!(option("Trucks and Buses", json!({"label_type": "percent"}))["radius"], json!(["30%", "70%"]));
    let inside = option("Trucks and Buses", json!({"labels_outside": false}));
    assert_eq!((&inside["radius"], inside["label"].get("overflow")), (&json!(["30%", "70%"]), None));
    let tower = option(&"word ".repeat(20), json!({}));
    assert_eq!(tower["data"][0]["label"]["overflow"], "truncate");
}

#[test]
fn a_heatmaps_tooltip_names_both_sides_and_the_metric() {
    let form = json!({"viz_type": "heatmap_v2", "x_axis": "size", "groupby": "product_line", "metric": "sold"});
    let columns = vec![texts("size", &["Large"]), texts("product_line", &["Ships"]), numbers("sold", &[1.0])];
    let option = option_of(&form, &Table { columns }, &look());
    let tooltip = &option["tooltip"]["formatter"];
    assert_eq!((&tooltip["x"], &tooltip["y"]), (&json!("Deal size"), &json!("Line")));
    assert_eq!((&tooltip["metric"], &tooltip["spec"]), (&json!("Items sold"), &json!(",d")));
    assert_eq!(option["series"][0]["name"], "Items sold");
}

#[test]
fn a_big_number_is_written_as_its_metric() {
    let table = Table { columns: vec![numbers("revenue", &[1234.5])] };
    for kind in ["big_number", "big_number_total"] {
        let text = |format: Value| {
            let form =
                json!({"viz_type": kind, "metric": "revenue", "y_axis_format": format, "show_metric_name": true});
            match draw(&form, &table, &look()) {
                Drawing::Number(number) => (number.text, number.subheader),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(text(Value::Null), ("$ 1,234.5".into(), Some("Sales revenue".into())), "{kind}");
        assert_eq!(text(json!(".1s")).0, "$ 1k", "{kind}");
    }
}

#[test]
fn pivots_name_and_format_each_metric_as_the_dataset_does() {
    let columns = vec![texts("product_line", &["Ships"]), numbers("sold", &[1234.0]), numbers("revenue", &[5678.25])];
    let of = |format: &str| {
        let form = json!({
            "viz_type": "pivot_table_v2", "groupbyRows": ["product_line"], "metrics": ["sold", "revenue"],
            "valueFormat": format,
        });
        table_of(&form, &Table { columns: columns.clone() })
    };
    let drawn = of("SMART_NUMBER");
    assert_eq!(heads(&drawn), ["Line", "Items sold", "Sales revenue"]);
    assert_eq!(cells(&drawn), ["Ships", "1,234", "$ 5,678.3"]);
    assert_eq!(cells(&of(".1s")), ["Ships", "1k", "$ 6k"]);
}

fn draw(form: &Value, table: &Table, look: &Look) -> Drawing {
    let form: &FormData = form.as_object().unwrap();
    kind_or_fallback(form["viz_type"].as_str().unwrap()).draw(form, &[table], look).unwrap()
}

fn option_of(form: &Value, table: &Table, look: &Look) -> Value {
    match draw(form, table, look) {
        Drawing::Chart { option } => option,
        other => panic!("{other:?}"),
    }
}

fn table_of(form: &Value, table: &Table) -> TableDrawing {
    match draw(form, table, &look()) {
        Drawing::Table(drawing) => drawing,
        other => panic!("{other:?}"),
    }
}

fn heads(table: &TableDrawing) -> Vec<&str> {
    table.columns.iter().map(|column| column.label.as_str()).collect()
}

fn cells(table: &TableDrawing) -> Vec<&str> {
    table.rows[0].iter().map(|cell| cell.text.as_str()).collect()
}

fn title(option: &Value) -> &Value {
    option["title"].get(0).unwrap_or(&option["title"])
}

fn texts(name: &str, values: &[&str]) -> Column {
    let values = Values::Text(values.iter().map(|text| Some((*text).into())).collect());
    Column { name: name.into(), kind: Kind::String, values }
}

fn numbers(name: &str, values: &[f64]) -> Column {
    Column { name: name.into(), kind: Kind::Numeric, values: Values::Float(values.iter().copied().map(Some).collect()) }
}
