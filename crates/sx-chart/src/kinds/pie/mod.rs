//! Slices of a whole: pie, donut, Nightingale rose.

mod series;
mod slices;

use charming::Chart;
use serde_json::json;
use sx_query::{QueryObject, Table};

use super::{panel::*, samples};
use crate::{
    ChartError, ChartKind, Drawing, FormData, Look,
    ask::{self, post},
    cells,
    color::Colors,
    controls::{Input, Part, Section, When},
    form::{self, with_defaults},
    option::{self, Margins, NumberStyle},
};

pub(super) struct Pie;

static CONTROLS: &[Section] = &[
    Section {
        label: "Query",
        part: Part::Data,
        controls: &[
            control("groupby", "Dimensions", COLUMNS, "[]").required(),
            control("metric", "Metric", METRIC, "").required(),
            FILTERS,
            control("row_limit", "Row limit", ROWS, "100"),
            control("sort_by_metric", "Sort by metric", Input::Toggle, "true"),
        ],
    },
    Section {
        label: "Labels",
        part: Part::Look,
        controls: &[
            control("show_labels", "Show labels", Input::Toggle, "true"),
            control("label_type", "Label", Input::Select { options: LABEL_TYPES }, "\"key\"").when(LABELS),
            control("labels_outside", "Outside", Input::Toggle, "true").when(LABELS),
            control("label_line", "Lines to labels", Input::Toggle, "false")
                .when(When::All(&[LABELS, When::On("labels_outside")])),
            control("show_labels_threshold", "Least share (%)", Input::Number { min: 0.0, max: 100.0, step: 1.0 }, "5")
                .when(LABELS),
            control("show_total", "Show total", Input::Toggle, "false"),
            control("number_format", "Number format", Input::NumberFormat, "\"SMART_NUMBER\""),
            CURRENCY,
            control("date_format", "Date format", Input::TimeFormat, "\"smart_date\""),
        ],
    },
    Section {
        label: "Shape",
        part: Part::Look,
        controls: &[
            control("donut", "Donut", Input::Toggle, "false"),
            control("innerRadius", "Inner radius (%)", Input::Number { min: 0.0, max: 100.0, step: 1.0 }, "30")
                .when(When::On("donut")),
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

const LABELS: When = When::On("show_labels");

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
        let form = &with_defaults(&look.complete(form, "metric", "number_format"), CONTROLS);
        let slices = slices::join_small(form, slices::read(form, cells::first_table(tables)?, look)?);
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
        let patch = json!({
            "tooltip": {"trigger": "item", "formatter": style.named("pie_label", json!({"label_type": "key_value_percent"}))},
            "title": series::title(form, &slices),
            "series": [series::series(form, &slices, &margins, &style, &mut Colors::new(form, look))?],
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
