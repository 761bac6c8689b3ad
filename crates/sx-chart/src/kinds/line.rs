//! Lines over time or over categories.

use super::{
    panel::{LABEL_ROTATION, control},
    timeseries::{Mark, Timeseries, controls},
};
use crate::controls::{Input, Part, Section};

pub(super) static LINE: Timeseries = Timeseries {
    id: "echarts_timeseries_line",
    name: "Line chart",
    mark: Mark::Line,
    controls: CONTROLS,
    sample: |_| {},
};

static CONTROLS: &[Section] = &[
    controls::QUERY,
    controls::ANALYTICS,
    super::panel::ROLLING,
    Section {
        label: "Line",
        part: Part::Look,
        controls: &[
            control("seriesType", "Line style", Input::Select { options: controls::LINE_STYLES }, "\"line\""),
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
