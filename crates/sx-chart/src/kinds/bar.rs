//! Bars over time or over categories.

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

pub(super) struct Bar;

static CONTROLS: &[Section] = &[
    controls::QUERY,
    controls::ANALYTICS,
    super::panel::ROLLING,
    Section {
        label: "Bars",
        controls: &[
            control(
                "orientation",
                "Orientation",
                Input::Select { options: &[("vertical", "Vertical"), ("horizontal", "Horizontal")] },
                "\"vertical\"",
            ),
            control(
                "stack",
                "Stacking",
                Input::Select { options: &[("", "None"), ("Stack", "Stack"), ("Stream", "Stream")] },
                "",
            ),
            control("stackDimension", "Split stack by", super::panel::COLUMN, ""),
            control("color_by_primary_axis", "Color by x-axis", Input::Toggle, "false"),
            LABEL_ROTATION,
        ],
    },
    controls::SERIES,
    controls::AXES,
    controls::TOOLTIP,
];

impl ChartKind for Bar {
    fn id(&self) -> &'static str {
        "echarts_timeseries_bar"
    }

    fn name(&self) -> &'static str {
        "Bar chart"
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
        timeseries::draw(&with_defaults(&form, CONTROLS), tables, look, Mark::Bar)
    }

    fn sample(&self) -> (FormData, Vec<Table>) {
        let mut form = samples::quarterly_form(self.id());
        form.insert("stack".into(), "Stack".into());
        (form, vec![samples::quarterly_sales()])
    }
}
