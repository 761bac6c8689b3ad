//! Points over time or over categories.

use super::{
    panel::LABEL_ROTATION,
    timeseries::{Mark, Timeseries, controls},
};
use crate::controls::{Part, Section};

pub(super) static SCATTER: Timeseries = Timeseries {
    id: "echarts_timeseries_scatter",
    name: "Scatter plot",
    mark: Mark::Scatter,
    controls: CONTROLS,
    sample: |_| {},
};

static CONTROLS: &[Section] = &[
    controls::QUERY,
    controls::ANALYTICS,
    super::panel::ROLLING,
    Section { label: "Points", part: Part::Look, controls: &[controls::STACK, controls::MARKER_SIZE, LABEL_ROTATION] },
    controls::SERIES,
    controls::AXES,
    controls::TOOLTIP,
];
