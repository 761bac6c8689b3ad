//! Slices of a whole: pie, donut, Nightingale rose.

use charming::{
    Chart,
    element::ItemStyle,
    series::{self, PieRoseType},
};
use serde_json::{Value, json};
use sx_query::{QueryObject, Table};

use super::{panel::*, samples};
use crate::{
    ChartError, ChartKind, Drawing, FormData, Look,
    ask::{self, post},
    cells,
    color::Colors,
    controls::{Input, Section},
    form::{self, with_defaults},
    format::{Currency, format_number_with_currency},
    merge,
    option::{self, Margins, NumberStyle},
};

pub(super) struct Pie;

static CONTROLS: &[Section] = &[
    Section {
        label: "Query",
        controls: &[
            control("groupby", "Dimensions", COLUMNS, "[]"),
            control("metric", "Metric", METRIC, ""),
            FILTERS,
            control("row_limit", "Row limit", ROWS, "100"),
            control("sort_by_metric", "Sort by metric", Input::Toggle, "true"),
        ],
    },
    Section {
        label: "Labels",
        controls: &[
            control("show_labels", "Show labels", Input::Toggle, "true"),
            control("label_type", "Label", Input::Select { options: LABEL_TYPES }, "\"key\""),
            control("labels_outside", "Outside", Input::Toggle, "true"),
            control("label_line", "Lines to labels", Input::Toggle, "false"),
            control("show_labels_threshold", "Least share (%)", Input::Number { min: 0.0, max: 100.0, step: 1.0 }, "5"),
            control("show_total", "Show total", Input::Toggle, "false"),
            control("number_format", "Number format", Input::NumberFormat, "\"SMART_NUMBER\""),
            CURRENCY,
            control("date_format", "Date format", Input::TimeFormat, "\"smart_date\""),
        ],
    },
    Section {
        label: "Shape",
        controls: &[
            control("donut", "Donut", Input::Toggle, "false"),
            control("innerRadius", "Inner radius (%)", Input::Number { min: 0.0, max: 100.0, step: 1.0 }, "30"),
            control("outerRadius", "Outer radius (%)", Input::Number { min: 10.0, max: 100.0, step: 1.0 }, "70"),
            control(
                "roseType",
                "Rose",
                Input::Select { options: &[("", "None"), ("area", "Area"), ("radius", "Radius")] },
                "",
            ),
            control(
                "threshold_for_other",
                "Join slices below (%)",
                Input::Number { min: 0.0, max: 100.0, step: 1.0 },
                "0",
            ),
            PALETTE,
            SHOW_LEGEND,
            LEGEND_TYPE,
            LEGEND_ORIENTATION,
        ],
    },
];

const LABEL_TYPES: &[(&str, &str)] = &[
    ("key", "Name"),
    ("value", "Value"),
    ("percent", "Share"),
    ("key_value", "Name and value"),
    ("key_percent", "Name and share"),
    ("key_value_percent", "Name, value and share"),
    ("value_percent", "Value and share"),
];

impl ChartKind for Pie {
    fn id(&self) -> &'static str {
        "pie"
    }

    fn name(&self) -> &'static str {
        "Pie chart"
    }

    fn category(&self) -> &'static str {
        "Part of a whole"
    }

    fn controls(&self) -> &'static [Section] {
        CONTROLS
    }

    fn queries(&self, form: &FormData) -> Result<Vec<QueryObject>, ChartError> {
        let form = with_defaults(form, CONTROLS);
        let mut query = ask::base(&form)?;
        let metric = form.get("metric").filter(|metric| !metric.is_null());
        if let Some(metric) = metric {
            let (label, metric) = (form::label(metric), ask::metric("metric", metric)?);
            if form::flag(&form, "sort_by_metric") {
                query.orderby = vec![(ask::order_by_metric(&metric), false)];
            }
            let renamed = format!("{label}__contribution");
            let share = json!({"columns": [label], "rename_columns": [renamed]});
            query.post_processing = vec![post::step("contribution", share)];
        }
        Ok(vec![query])
    }

    fn draw(&self, form: &FormData, tables: &[&Table], look: &Look) -> Result<Drawing, ChartError> {
        let form = &with_defaults(form, CONTROLS);
        let slices = join_small(form, slices(form, cells::first_table(tables)?)?);
        if slices.is_empty() {
            return Ok(cells::empty());
        }
        if slices.iter().all(|slice| slice.value <= 0.0) {
            let message = "No value is above zero, so there are no slices to draw".into();
            return Ok(Drawing::Empty { message });
        }
        let mut margins = Margins { top: 0.0, right: 0.0, bottom: 0.0, left: 0.0 };
        let mut chart = Chart::new();
        if let Some(legend) = option::legend(form, &mut margins) {
            chart = chart.legend(legend);
        }
        let style = NumberStyle::of(form, "number_format");
        let label_type = form::text(form, "label_type").unwrap_or("key");
        let patch = json!({
            "tooltip": {"trigger": "item", "formatter": style.named("pie_label", json!({"label_type": "key_value_percent"}))},
            "title": title(form, &slices),
            "series": [pie_series(form, &slices, &margins, &style, label_type, &mut Colors::new(form, look))?],
        });
        Ok(Drawing::Chart { option: option::finish(chart, patch)? })
    }

    fn sample(&self) -> (FormData, Vec<Table>) {
        let form = samples::form(json!({
            "viz_type": "pie", "groupby": ["product_line"], "metric": "revenue", "adhoc_filters": [], "donut": true,
        }));
        let table = samples::table(vec![
            samples::texts("product_line", &["Classic cars", "Vintage cars", "Motorcycles", "Planes", "Trains"]),
            samples::numbers("revenue", &[3_919_615.7, 1_903_150.8, 1_166_388.3, 975_003.6, 226_243.5].map(Some)),
        ]);
        (form, vec![table])
    }
}

struct Slice {
    name: String,
    value: f64,
}

fn slices(form: &FormData, table: &Table) -> Result<Vec<Slice>, ChartError> {
    let Some(metric) = form::labels(form, "metric").pop() else {
        return Err(ChartError::Form("A pie chart needs a metric".into()));
    };
    if table.row_count() == 0 {
        return Ok(Vec::new());
    }
    let values = cells::require(table, &metric)?;
    let keys: Vec<_> = form::labels(form, "groupby").iter().filter_map(|name| table.column(name)).collect();
    let dates = form::text(form, "date_format").unwrap_or("smart_date");
    let name = |row| match keys.as_slice() {
        [] => metric.clone(),
        keys => keys.iter().map(|key| cells::formatted_label(key, row, dates)).collect::<Vec<_>>().join(", "),
    };
    let slice = |row| Some(Slice { name: name(row), value: cells::number(values, row)? });
    Ok((0..table.row_count()).filter_map(slice).collect())
}

/// Only where the form asks for it: slices below the threshold become one.
fn join_small(form: &FormData, slices: Vec<Slice>) -> Vec<Slice> {
    let least = form::number(form, "threshold_for_other").unwrap_or(0.0) / 100.0 * total(&slices);
    if least <= 0.0 {
        return slices;
    }
    let (mut kept, small): (Vec<_>, Vec<_>) = slices.into_iter().partition(|slice| slice.value >= least);
    if !small.is_empty() {
        kept.push(Slice { name: "Other".into(), value: small.iter().map(|slice| slice.value).sum() });
    }
    kept
}

fn pie_series(
    form: &FormData,
    slices: &[Slice],
    margins: &Margins,
    style: &NumberStyle,
    label_type: &str,
    colors: &mut Colors<'_>,
) -> Result<Value, ChartError> {
    let outside = form::flag(form, "labels_outside");
    let mut pie = series::Pie::new();
    pie = match form::text(form, "roseType") {
        Some("area") => pie.rose_type(PieRoseType::Area),
        Some("radius") => pie.rose_type(PieRoseType::Radius),
        _ => pie,
    };
    let percent = |name: &str, default: f64| form::number(form, name).unwrap_or(default).clamp(0.0, 100.0);
    let inner = if form::flag(form, "donut") { percent("innerRadius", 30.0) } else { 0.0 };
    let least = percent("show_labels_threshold", 5.0);
    let mut value = serde_json::to_value(pie).map_err(|error| ChartError::Answer(error.to_string()))?;
    merge(
        &mut value,
        json!({
            "radius": [format!("{inner}%"), format!("{}%", percent("outerRadius", 70.0))],
            "top": margins.top, "right": margins.right, "bottom": margins.bottom, "left": margins.left,
            "minShowLabelAngle": (least > 0.0).then_some(least * 3.6),
            "label": {
                "show": form::flag(form, "show_labels"),
                "position": if outside { "outer" } else { "inner" },
                "formatter": style.named("pie_label", json!({"label_type": label_type})),
            },
            "labelLine": {"show": outside && form::flag(form, "label_line")},
            "data": slices.iter().map(|slice| datum(slice, colors)).collect::<Result<Vec<_>, _>>()?,
        }),
    );
    Ok(value)
}

/// A negative value has no angle; it keeps its place in the legend.
fn datum(slice: &Slice, colors: &mut Colors<'_>) -> Result<Value, ChartError> {
    let style = serde_json::to_value(ItemStyle::new().color(colors.of(&slice.name).as_str()));
    let style = style.map_err(|error| ChartError::Answer(error.to_string()))?;
    Ok(json!({"name": slice.name, "value": cells::plain(slice.value.max(0.0)), "itemStyle": style}))
}

fn title(form: &FormData, slices: &[Slice]) -> Value {
    if slices.iter().any(|slice| slice.value < 0.0) {
        return json!({"subtext": "Values below zero cannot be shown as slices", "left": "center", "bottom": 0});
    }
    if !form::flag(form, "show_total") {
        return Value::Null;
    }
    let currency = Currency::from_form(form.get("currency_format"));
    let spec = form::text(form, "number_format").unwrap_or_default();
    let text = format!("Total: {}", format_number_with_currency(spec, currency.as_ref(), total(slices)));
    let middle = if form::flag(form, "donut") { json!({"top": "middle"}) } else { json!({"bottom": 0}) };
    let mut title = json!({"text": text, "left": "center", "textStyle": {"fontSize": 16}});
    merge(&mut title, middle);
    title
}

fn total(slices: &[Slice]) -> f64 {
    slices.iter().map(|slice| slice.value).sum()
}
