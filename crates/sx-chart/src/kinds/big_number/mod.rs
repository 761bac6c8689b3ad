//! One number, with its trend below.

mod points;
mod trend;

use serde_json::json;
use sx_query::{QueryObject, Table};

use super::{panel::*, samples};
use crate::{
    ChartError, ChartKind, Drawing, FormData, Look, NumberDrawing,
    ask::{self, post},
    cells,
    controls::{Input, Part, Section, When},
    form::{self, with_defaults},
    format::{Currency, format_number_with_currency, format_time},
};

use points::{Points, aggregate, comparison};

pub(super) struct BigNumber;

pub(super) const SIZE: Input = Input::Number { min: 0.05, max: 0.8, step: 0.05 };

static CONTROLS: &[Section] = &[
    Section {
        label: "Query",
        part: Part::Data,
        controls: &[
            control("x_axis", "Time column", COLUMN, "").required(),
            TIME_GRAIN.when(When::Time(&["x_axis"])),
            control("metric", "Metric", METRIC, "").required(),
            FILTERS,
            control(
                "aggregation",
                "Number shown",
                Input::Select {
                    options: &[
                        ("LAST_VALUE", "Last value"),
                        ("raw", "Overall value"),
                        ("sum", "Sum"),
                        ("mean", "Average"),
                        ("min", "Minimum"),
                        ("max", "Maximum"),
                        ("median", "Median"),
                    ],
                },
                "\"LAST_VALUE\"",
            ),
        ],
    },
    ROLLING,
    Section {
        label: "Look",
        part: Part::Look,
        controls: &[
            control(
                "compare_lag",
                "Compare with the value … periods before",
                Input::Number { min: 0.0, max: 10_000.0, step: 1.0 },
                "",
            ),
            control("compare_suffix", "Comparison suffix", Input::Text, "").when(When::Filled("compare_lag")),
            control("show_trend_line", "Show trend", Input::Toggle, "true"),
            control("start_y_axis_at_zero", "Trend starts at zero", Input::Toggle, "true")
                .when(When::On("show_trend_line")),
            control("subtitle", "Subtitle", Input::Text, ""),
            control("show_timestamp", "Show time", Input::Toggle, "false"),
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

impl ChartKind for BigNumber {
    fn id(&self) -> &'static str {
        "big_number"
    }

    fn name(&self) -> &'static str {
        "Big number with trendline"
    }

    fn category(&self) -> &'static str {
        "KPI"
    }

    fn controls(&self) -> &'static [Section] {
        CONTROLS
    }

    fn queries(&self, form: &FormData) -> Result<Vec<QueryObject>, ChartError> {
        let form = with_defaults(form, CONTROLS);
        let base = ask::base(&form)?;
        let axis = form::x_axis(&form).map(|axis| ask::column("x_axis", axis)).transpose()?;
        let mut trend = QueryObject {
            is_timeseries: axis.is_none().then_some(true),
            columns: axis.into_iter().collect(),
            ..base.clone()
        };
        let pivot = post::pivot(&form, &base);
        trend.post_processing = vec![pivot, post::resample(&form), post::rolling(&form, &base), post::flatten()];
        trend.post_processing.retain(Option::is_some);
        ask::mark_base_axis(&form, &mut trend);
        if form::text(&form, "aggregation") != Some("raw") {
            return Ok(vec![trend]);
        }
        // A ratio over all time is not the sum of its parts: the database computes it.
        let overall = QueryObject { columns: Vec::new(), is_timeseries: Some(false), ..base };
        Ok(vec![trend, overall])
    }

    fn draw(&self, form: &FormData, tables: &[&Table], look: &Look) -> Result<Drawing, ChartError> {
        let form = &with_defaults(&look.complete(form, "metric", "y_axis_format"), CONTROLS);
        let Some(metric) = form::labels(form, "metric").pop() else {
            return Err(ChartError::Form("A big number needs a metric".into()));
        };
        let points = points::read(form, &metric, cells::first_table(tables)?);
        let shown = if form::text(form, "aggregation") == Some("raw") && tables.len() > 1 {
            tables[1].column(&metric).or(tables[1].columns.first()).and_then(|column| cells::number(column, 0))
        } else {
            aggregate(form::text(form, "aggregation").unwrap_or("LAST_VALUE"), &points)
        };
        let Some(shown) = shown else { return Ok(cells::empty()) };
        let trend = form::flag(form, "show_trend_line")
            .then(|| trend::trend(form, look.shown(&metric), &points))
            .transpose()?;
        Ok(Drawing::Number(NumberDrawing {
            text: header(form, shown),
            header_font_size: header_size(form),
            subheader: subheader(form, look.shown(&metric), &points),
            subheader_font_size: subheader_size(form),
            trend: trend.flatten(),
        }))
    }

    fn sample(&self) -> (FormData, Vec<Table>) {
        let form = samples::form(json!({
            "viz_type": "big_number", "x_axis": "order_date", "time_grain_sqla": "P3M", "metric": "revenue",
            "adhoc_filters": [], "compare_lag": 4, "compare_suffix": "over a year", "y_axis_format": ".3s",
            "currency_format": {"symbol": "USD", "symbolPosition": "prefix"},
        }));
        let revenue = [445_095.0, 564_843.0, 687_268.0, 1_980_178.0, 877_418.0, 766_260.0];
        let table =
            samples::table(vec![samples::quarters("order_date", 6), samples::numbers("revenue", &revenue.map(Some))]);
        (form, vec![table])
    }
}

pub(super) fn header(form: &FormData, value: f64) -> String {
    if form::flag(form, "force_timestamp_formatting") {
        return format_time(form::text(form, "time_format").unwrap_or_default(), value);
    }
    let currency = Currency::from_form(form.get("currency_format"));
    format_number_with_currency(form::text(form, "y_axis_format").unwrap_or_default(), currency.as_ref(), value)
}

pub(super) fn header_size(form: &FormData) -> f64 {
    form::number(form, "header_font_size").unwrap_or(0.4)
}

/// Forms from before the subtitle have a subheader with a size of its own.
pub(super) fn subheader_size(form: &FormData) -> f64 {
    let size = |name: &str| form::number(form, name);
    let of_subheader = size("subheader_font_size").filter(|_| form::text(form, "subtitle").is_none());
    of_subheader.or(size("subtitle_font_size")).unwrap_or(0.15)
}

/// The comparison when there is one, else what the form says; the metric's name and the time when asked for.
pub(super) fn subheader(form: &FormData, metric: &str, points: &Points) -> Option<String> {
    let written = form::text(form, "subtitle").or_else(|| form::text(form, "subheader")).map(str::to_owned);
    let time = || points.iter().rev().find(|point| point.1.is_some())?.0;
    let format = form::text(form, "time_format").unwrap_or_default();
    let parts = [
        form::flag(form, "show_metric_name").then(|| metric.to_owned()),
        comparison(form, points).or(written),
        time().filter(|_| form::flag(form, "show_timestamp")).map(|ms| format_time(format, ms)),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}
