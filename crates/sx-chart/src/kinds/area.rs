//! Areas over time or over categories.

use super::{
    panel::{LABEL_ROTATION, control},
    timeseries::{Mark, Timeseries, controls},
};
use crate::controls::{Input, Part, Section};

pub(super) static AREA: Timeseries =
    Timeseries { id: "echarts_area", name: "Area chart", mark: Mark::Area, controls: CONTROLS, sample: |_| {} };

static CONTROLS: &[Section] = &[
    controls::QUERY,
    controls::ANALYTICS,
    super::panel::ROLLING,
    Section {
        label: "Area",
        part: Part::Look,
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
