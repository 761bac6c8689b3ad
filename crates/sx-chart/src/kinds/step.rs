//! Lines that stay level until the next value.

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

pub(super) struct Step;

static CONTROLS: &[Section] = &[
    controls::QUERY,
    controls::ANALYTICS,
    super::panel::ROLLING,
    Section {
        label: "Line",
        controls: &[
            control(
                "seriesType",
                "Step",
                Input::Select { options: &[("start", "Start"), ("middle", "Middle"), ("end", "End")] },
                "\"start\"",
            ),
            controls::STACK,
            controls::AREA,
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

impl ChartKind for Step {
    fn id(&self) -> &'static str {
        "echarts_timeseries_step"
    }

    fn name(&self) -> &'static str {
        "Stepped line"
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
        timeseries::draw(&with_defaults(&form, CONTROLS), tables, look, Mark::Step)
    }

    fn sample(&self) -> (FormData, Vec<Table>) {
        let mut form = samples::quarterly_form(self.id());
        form.insert("area".into(), true.into());
        (form, vec![samples::quarterly_sales()])
    }
}
