//! Lines without corners.

use sx_query::{QueryObject, Table};

use super::{
    panel::LABEL_ROTATION,
    samples,
    timeseries::{self, Mark, controls},
};
use crate::{ChartError, ChartKind, Drawing, FormData, Look, controls::Section, form::with_defaults};

pub(super) struct Smooth;

static CONTROLS: &[Section] = &[
    controls::QUERY,
    controls::ANALYTICS,
    super::panel::ROLLING,
    Section {
        label: "Line",
        controls: &[
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

impl ChartKind for Smooth {
    fn id(&self) -> &'static str {
        "echarts_timeseries_smooth"
    }

    fn name(&self) -> &'static str {
        "Smooth line"
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
        timeseries::draw(&with_defaults(&form, CONTROLS), tables, look, Mark::Smooth)
    }

    fn sample(&self) -> (FormData, Vec<Table>) {
        (samples::quarterly_form(self.id()), vec![samples::quarterly_sales()])
    }
}
