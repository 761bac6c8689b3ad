//! Areas over time or over categories.

use sx_query::{QueryObject, Table};

use super::{
    panel::{LABEL_ROTATION, control},
    samples,
    timeseries::{self, Mark, controls},
};
use crate::{
    ChartError, ChartKind, Drawing, FormData, Look,
    controls::{Input, Section},
    form::with_defaults,
};

pub(super) struct Area;

static CONTROLS: &[Section] = &[
    controls::QUERY,
    controls::ANALYTICS,
    super::panel::ROLLING,
    Section {
        label: "Area",
        controls: &[
            control("seriesType", "Line style", Input::Select { options: controls::LINE_STYLES }, "\"line\""),
            control(
                "stack",
                "Stacking",
                Input::Select {
                    options: &[("", "None"), ("Stack", "Stack"), ("Stream", "Stream"), ("Expand", "Expand to 100 %")],
                },
                "",
            ),
            controls::OPACITY,
            controls::MARKERS,
            controls::MARKER_SIZE,
            LABEL_ROTATION,
        ],
    },
    controls::SERIES,
    controls::AXES,
    controls::TOOLTIP,
];

impl ChartKind for Area {
    fn id(&self) -> &'static str {
        "echarts_area"
    }

    fn name(&self) -> &'static str {
        "Area chart"
    }

    fn category(&self) -> &'static str {
        "Evolution"
    }

    fn controls(&self) -> &'static [Section] {
        CONTROLS
    }

    fn queries(&self, form: &FormData) -> Result<Vec<QueryObject>, ChartError> {
        timeseries::queries(&with_defaults(form, CONTROLS))
    }

    fn draw(&self, form: &FormData, tables: &[&Table], look: &Look) -> Result<Drawing, ChartError> {
        let form = look.complete(form, "metrics", "y_axis_format");
        timeseries::draw(&with_defaults(&form, CONTROLS), tables, look, Mark::Area)
    }

    fn sample(&self) -> (FormData, Vec<Table>) {
        (samples::quarterly_form(self.id()), vec![samples::quarterly_sales()])
    }
}
