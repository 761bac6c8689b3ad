//! Lines without corners.

use super::{
    panel::LABEL_ROTATION,
    timeseries::{Mark, Timeseries, controls},
};
use crate::controls::{Part, Section};

pub(super) static SMOOTH: Timeseries = Timeseries {
    id: "echarts_timeseries_smooth",
    name: "Smooth line",
    mark: Mark::Smooth,
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
