//! One number, and nothing else.

use serde_json::json;
use sx_query::{QueryObject, Table};

use super::{
    big_number::{SIZE, header, header_size, subheader, subheader_size},
    panel::*,
    samples,
};
use crate::{
    ChartError, ChartKind, Drawing, FormData, Look, NumberDrawing, ask, cells,
    controls::{Input, Part, Section},
    form::{self, with_defaults},
    format::format_time,
};

pub(super) struct BigNumberTotal;

static CONTROLS: &[Section] = &[
    Section {
        label: "Query",
        part: Part::Data,
        controls: &[control("metric", "Metric", METRIC, "").required(), FILTERS],
    },
    Section {
        label: "Look",
        part: Part::Look,
        controls: &[
            control("subtitle", "Subtitle", Input::Text, ""),
            control("show_metric_name", "Show metric's name", Input::Toggle, "false"),
            control("header_font_size", "Size of the number", SIZE, "0.4"),
            control("subtitle_font_size", "Size of the subtitle", SIZE, "0.15"),
            NUMBER_FORMAT,
            CURRENCY,
            control("time_format", "Time format", Input::TimeFormat, "\"smart_date\""),
            control("force_timestamp_formatting", "The number is a time", Input::Toggle, "false"),
        ],
    },
];

impl ChartKind for BigNumberTotal {
    fn id(&self) -> &'static str {
        "big_number_total"
    }

    fn name(&self) -> &'static str {
        "Big number"
    }

    fn category(&self) -> &'static str {
        "KPI"
    }

    fn controls(&self) -> &'static [Section] {
        CONTROLS
    }

    fn queries(&self, form: &FormData) -> Result<Vec<QueryObject>, ChartError> {
        let query = ask::base(&with_defaults(form, CONTROLS))?;
        // Dimensions that another kind left in the form would make the number that of one group.
        Ok(vec![QueryObject { columns: Vec::new(), ..query }])
    }

    fn draw(&self, form: &FormData, tables: &[&Table], look: &Look) -> Result<Drawing, ChartError> {
        let form = &with_defaults(&look.complete(form, "metric", "y_axis_format"), CONTROLS);
        let Some(metric) = form::labels(form, "metric").pop() else {
            return Err(ChartError::Form("A big number needs a metric".into()));
        };
        let table = cells::first_table(tables)?;
        let Some(text) = table.column(&metric).or(table.columns.first()).and_then(|column| text(form, column)) else {
            return Ok(cells::empty());
        };
        Ok(Drawing::Number(NumberDrawing {
            text,
            header_font_size: header_size(form),
            subheader: subheader(form, look.shown(&metric), &[]),
            subheader_font_size: subheader_size(form),
            trend: None,
        }))
    }

    fn sample(&self) -> (FormData, Vec<Table>) {
        let form = samples::form(json!({
            "viz_type": "big_number_total", "metric": "revenue", "adhoc_filters": [], "subtitle": "all orders",
            "y_axis_format": ".3s", "currency_format": {"symbol": "USD", "symbolPosition": "prefix"},
        }));
        (form, vec![samples::table(vec![samples::numbers("revenue", &[Some(10_032_628.85)])])])
    }
}

/// The first value: a time, a number, or what else a metric such as `MAX(name)` gives.
fn text(form: &FormData, column: &sx_query::Column) -> Option<String> {
    let forced = form::flag(form, "force_timestamp_formatting");
    if let Some(ms) = cells::time_ms(column, 0).or_else(|| cells::number(column, 0).filter(|_| forced)) {
        return Some(format_time(time_format(form, ms), ms));
    }
    if let Some(value) = cells::number(column, 0) {
        return Some(header(form, value));
    }
    let is_null = cells::json(column, 0).is_null();
    (!is_null).then(|| cells::label(column, 0)).filter(|text| !text.is_empty())
}

/// The adaptive format is made for axes, where the neighbours tell the year; a time alone is written in full.
fn time_format(form: &FormData, ms: f64) -> &str {
    const DAY: f64 = 86_400_000.0;
    match form::text(form, "time_format") {
        Some(spec) if spec != "smart_date" => spec,
        _ if ms.rem_euclid(DAY) == 0.0 => "%Y-%m-%d",
        _ => "%Y-%m-%d %H:%M:%S",
    }
}
