//! Lines that stay level until the next value.

use super::{
    panel::{LABEL_ROTATION, control},
    timeseries::{Mark, Timeseries, controls},
};
use crate::controls::{Input, Part, Section};

pub(super) static STEP: Timeseries = Timeseries {
    id: "echarts_timeseries_step",
    name: "Stepped line",
    mark: Mark::Step,
    controls: CONTROLS,
    sample: |form| _ = form.insert("area".into(), true.into()),
};

static CONTROLS: &[Section] = &[
    controls::QUERY,
    controls::ANALYTICS,
    super::panel::ROLLING,
    Section {
        label: "Line",
        part: Part::Look,
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
