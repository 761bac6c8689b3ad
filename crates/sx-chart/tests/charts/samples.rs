//! Each kind's sample: its questions and its drawing as snapshots, its controls as data.

use std::collections::HashSet;

use serde_json::{Value, json};
use sx_chart::{ChartKind, Drawing, FormData, KINDS, Look, controls::Input, kind_or_fallback};
use sx_query::{Column, Kind, Table, Values};

#[test]
fn samples() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for kind in all() {
            let (form, tables) = kind.sample();
            insta::assert_json_snapshot!(format!("{}.queries", kind.id()), kind.queries(&form).unwrap());
            let drawing = kind.draw(&form, &tables.iter().collect::<Vec<_>>(), &Look::default()).unwrap();
            insta::assert_json_snapshot!(format!("{}.drawing", kind.id()), drawing);
        }
    });
}

#[test]
fn controls_are_named_once_and_have_readable_defaults() {
    for kind in KINDS {
        let mut names = HashSet::new();
        for control in kind.controls().iter().flat_map(|section| section.controls) {
            assert!(names.insert(control.name), "{}: {} appears twice", kind.id(), control.name);
            if control.default.is_empty() {
                continue;
            }
            let default: Value = serde_json::from_str(control.default).unwrap();
            if let Input::Select { options } = &control.input {
                let known = options.iter().any(|(value, _)| default == json!(value));
                assert!(known, "{}: {} has no option {default}", kind.id(), control.name);
            }
        }
    }
}

#[test]
fn every_option_describes_itself_and_sets_no_theme_colours() {
    for kind in KINDS {
        let (form, tables) = kind.sample();
        let option = match kind.draw(&form, &tables.iter().collect::<Vec<_>>(), &Look::default()).unwrap() {
            Drawing::Chart { option } => option,
            Drawing::Number(number) => match number.trend {
                Some(trend) => trend,
                None => continue,
            },
            Drawing::Table(_) | Drawing::Empty { .. } => continue,
        };
        assert_eq!(option["aria"]["enabled"], true, "{}", kind.id());
        assert_eq!(option.get("backgroundColor"), None, "{}", kind.id());
        for part in ["xAxis", "yAxis", "legend", "title", "tooltip"] {
            assert!(!option[part].to_string().contains("olor"), "{}: {part} sets a colour", kind.id());
        }
    }
}

#[test]
fn each_point_has_its_mark() {
    let (form, tables) = kind_or_fallback("echarts_timeseries_bar").sample();
    let points =
        tables[0].columns[1..].iter().flat_map(|column| (0..6).filter_map(|row| column.values.number(row))).count();
    for changes in [json!({}), json!({"orientation": "horizontal"}), json!({"stack": "Stack", "show_value": true})] {
        let option = draw(with(&form, changes), &tables);
        let series = option["series"].as_array().unwrap().iter().filter(|series| series["type"] == "bar");
        let drawn = series.flat_map(|series| series["data"].as_array().unwrap());
        let drawn = drawn.filter(|point| point.as_array().unwrap().iter().all(|part| !part.is_null())).count();
        assert_eq!(drawn, points);
    }
}

#[test]
fn bars_obey_their_form() {
    let (form, tables) = kind_or_fallback("echarts_timeseries_bar").sample();
    let form = with(
        &form,
        json!({
            "orientation": "horizontal", "stack": "Stack", "show_value": true, "only_total": true, "zoomable": true,
            "x_axis_title": "Quarter", "y_axis_title": "Revenue", "y_axis_bounds": [0, null], "logAxis": true,
            "show_legend": false, "sort_series_type": "name", "sort_series_ascending": true, "y_axis_format": ",.0f",
            "currency_format": {"symbol": "EUR", "symbolPosition": "suffix"},
        }),
    );
    let option = draw(form, &tables);
    assert_eq!(option["yAxis"]["type"], "time");
    assert_eq!(option["yAxis"]["inverse"], true);
    assert_eq!(option["yAxis"]["name"], "Quarter");
    assert_eq!((&option["xAxis"]["type"], &option["xAxis"]["min"]), (&json!("log"), &json!(0.0)));
    assert_eq!(option["xAxis"]["axisLabel"]["formatter"]["currency"]["symbol"], "EUR");
    assert_eq!(option["dataZoom"][0]["yAxisIndex"], 0);
    assert!(option.get("legend").is_none());
    let names: Vec<_> = option["series"].as_array().unwrap().iter().map(|series| &series["name"]).collect();
    assert_eq!(names, [&json!("Classic cars"), &json!("Planes"), &json!("Ships"), &Value::Null]);
    let total = &option["series"][3];
    assert_eq!(total["label"]["formatter"]["$format"], "total_label");
    assert_eq!(total["label"]["formatter"]["dim"], 0);
    assert_eq!(total["data"][0], json!([193_733.3, 1_704_067_200_000_i64]));
}

#[test]
fn areas_expand_to_one_and_streams_are_centred() {
    let (form, tables) = kind_or_fallback("echarts_area").sample();
    let option = draw(with(&form, json!({"stack": "Expand"})), &tables);
    let sum: f64 = (0..3).map(|series| option["series"][series]["data"][1][1].as_f64().unwrap()).sum();
    assert!((sum - 1.0).abs() < 1e-9);
    assert_eq!(option["yAxis"]["axisLabel"]["formatter"]["spec"], ",.0%");
    let option = draw(with(&form, json!({"stack": "Stream", "seriesType": "smooth"})), &tables);
    assert_eq!(option["series"][0]["id"], "__baseline__");
    assert!(option["series"][0]["data"][0][1].as_f64().unwrap() < 0.0);
    assert_eq!(option["series"][1]["smooth"], true);
}

#[test]
fn lines_join_their_points_as_the_kind_and_the_form_say() {
    let curve = |kind: &str, style: Value| {
        let (form, tables) = kind_or_fallback(kind).sample();
        let series = draw(with(&form, json!({"seriesType": style, "area": false})), &tables)["series"][0].clone();
        assert_eq!(series.get("areaStyle"), None, "{kind}");
        (series["type"].clone(), series["smooth"].clone(), series["step"].clone())
    };
    let line = |smooth: Value, step: Value| (json!("line"), smooth, step);
    let none = Value::Null;
    assert_eq!(curve("echarts_timeseries_line", json!("echarts_timeseries_line")), line(none.clone(), none.clone()));
    assert_eq!(curve("echarts_timeseries_line", json!("smooth")), line(json!(true), none.clone()));
    assert_eq!(curve("echarts_timeseries_smooth", json!("line")), line(json!(true), none.clone()));
    assert_eq!(curve("echarts_timeseries_step", json!("echarts_timeseries_step")), line(none.clone(), json!("start")));
    assert_eq!(curve("echarts_timeseries_step", json!("middle")), line(none.clone(), json!("middle")));
    assert_eq!(curve("echarts_timeseries_scatter", json!("smooth")), (json!("scatter"), none.clone(), none));
}

#[test]
fn an_area_below_a_line_is_a_matter_of_the_form() {
    let (form, tables) = kind_or_fallback("echarts_timeseries_line").sample();
    let filled = draw(with(&form, json!({"area": true, "opacity": 0.5, "stack": "Stack"})), &tables);
    assert_eq!(filled["series"][1]["areaStyle"]["opacity"], 0.5);
    // Planes are not sold in the first quarter: a stacked area comes down to the axis there, a line begins later.
    assert_eq!(filled["series"][1]["data"][0][1], 0);
    let lines = draw(with(&form, json!({"stack": "Stack"})), &tables);
    assert_eq!(lines["series"][1]["data"][0][1], Value::Null);
}

#[test]
fn points_have_the_size_of_the_form() {
    let (form, tables) = kind_or_fallback("echarts_timeseries_scatter").sample();
    let option = draw(with(&form, json!({"markerSize": 12})), &tables);
    assert_eq!((&option["series"][0]["symbolSize"], &option["xAxis"]["type"]), (&json!(12.0), &json!("time")));
    assert_eq!(draw(form, &tables)["series"][0]["symbolSize"], 6.0);
}

#[test]
fn a_number_alone_is_written_as_what_it_is() {
    let kind = kind_or_fallback("big_number_total");
    let draw = |form: Value, column: Column| {
        let table = Table { columns: vec![column] };
        match kind.draw(form.as_object().unwrap(), &[&table], &Look::default()).unwrap() {
            Drawing::Number(number) => (number.text, number.subheader, number.subheader_font_size),
            other => (serde_json::to_string(&other).unwrap(), None, 0.0),
        }
    };
    let column = |kind, values| Column { name: "m".into(), kind, values };
    let number = || column(Kind::Numeric, Values::Int(vec![Some(1_068_041_229_123)]));
    let time = || column(Kind::Temporal, Values::Time(vec![Some(1_068_041_229_123_000)]));
    assert_eq!(draw(json!({"metric": "m"}), number()).0, "1.07T");
    assert_eq!(draw(json!({"metric": "m"}), time()).0, "2003-11-05 14:07:09");
    assert_eq!(draw(json!({"metric": "m", "time_format": "%Y"}), time()).0, "2003");
    assert_eq!(
        draw(json!({"metric": "m", "time_format": "%Y", "force_timestamp_formatting": true}), number()).0,
        "2003"
    );
    assert_eq!(draw(json!({"metric": "m"}), column(Kind::String, Values::Text(vec![Some("Ships".into())]))).0, "Ships");
    assert!(draw(json!({"metric": "m"}), column(Kind::Numeric, Values::Int(vec![None]))).0.contains("No data"));
    let old = json!({"metric": "m", "subheader": "all", "subheader_font_size": 0.3});
    assert_eq!(draw(old, number()), ("1.07T".into(), Some("all".into()), 0.3));
    let new = json!({"metric": "m", "subtitle": "all", "subheader_font_size": 0.3, "show_metric_name": true});
    assert_eq!(draw(new, number()), ("1.07T".into(), Some("m · all".into()), 0.15));
}

#[test]
fn pies_join_small_slices_only_when_asked() {
    let (form, tables) = kind_or_fallback("pie").sample();
    let slices = |form| draw(form, &tables)["series"][0]["data"].as_array().unwrap().clone();
    assert_eq!(slices(form.clone()).len(), 5);
    let joined = slices(with(&form, json!({"threshold_for_other": 15})));
    assert_eq!(joined.len(), 3);
    assert_eq!(joined[2]["name"], "Other");
}

#[test]
fn a_big_number_aggregates_as_the_form_says() {
    let (form, tables) = kind_or_fallback("big_number").sample();
    let text = |changes| match kind_or_fallback("big_number").draw(
        &with(&form, changes),
        &tables.iter().collect::<Vec<_>>(),
        &Look::default(),
    ) {
        Ok(Drawing::Number(number)) => (number.text, number.subheader),
        other => panic!("{other:?}"),
    };
    assert_eq!(text(json!({})), ("$ 766k".into(), Some("+35.7% over a year".into())));
    assert_eq!(text(json!({"aggregation": "sum", "compare_lag": null})), ("$ 5.32M".into(), None));
    assert_eq!(text(json!({"aggregation": "median"})).0, "$ 727k");
    assert_eq!(text(json!({"aggregation": "min", "currency_format": null})).0, "445k");
}

#[test]
fn long_tables_say_that_they_were_cut() {
    let values = (0..1_500).map(Some).collect();
    let table = Table { columns: vec![Column { name: "id".into(), kind: Kind::Numeric, values: Values::Int(values) }] };
    let form = json!({"viz_type": "table", "query_mode": "raw", "all_columns": ["id"]});
    let drawing = kind_or_fallback("table").draw(form.as_object().unwrap(), &[&table], &Look::default()).unwrap();
    let Drawing::Table(drawing) = drawing else { panic!("{drawing:?}") };
    assert_eq!(drawing.rows.len(), 1_000);
    assert_eq!(drawing.note.as_deref(), Some("The first 1,000 of 1,500 rows are shown."));
    assert_eq!(drawing.rows[999][0].text, "999");
}

#[test]
fn heatmaps_sort_their_axes() {
    let (form, tables) = kind_or_fallback("heatmap_v2").sample();
    let option = draw(with(&form, json!({"sort_x_axis": "value_desc", "sort_y_axis": "alpha_desc"})), &tables);
    assert_eq!(option["xAxis"]["data"], json!(["Medium", "Small", "Large"]));
    assert_eq!(option["yAxis"]["data"], json!(["Ships", "Planes"]));
}

#[test]
fn the_example_dashboards_use_every_kind() {
    let folders = ["public_data", "wildlife_strikes", "films"];
    let charts = folders.iter().flat_map(|name| {
        let folder = format!("{}/../../examples/{name}/charts", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_dir(folder).unwrap().map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
    });
    let used: HashSet<String> =
        charts.filter_map(|chart| Some(chart.lines().find(|line| line.starts_with("viz_type:"))?.to_owned())).collect();
    for kind in KINDS {
        assert!(used.contains(&format!("viz_type: \"{}\"", kind.id())), "no example is a {}", kind.id());
    }
}

fn all() -> Vec<&'static dyn ChartKind> {
    KINDS.iter().copied().chain([kind_or_fallback("horizon")]).collect()
}

fn with(form: &FormData, changes: Value) -> FormData {
    let mut form = form.clone();
    form.extend(changes.as_object().cloned().unwrap());
    form
}

fn draw(form: FormData, tables: &[Table]) -> Value {
    let kind = kind_or_fallback(form["viz_type"].as_str().unwrap());
    match kind.draw(&form, &tables.iter().collect::<Vec<_>>(), &Look::default()).unwrap() {
        Drawing::Chart { option } => option,
        other => panic!("{other:?}"),
    }
}
