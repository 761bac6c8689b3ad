//! Bars over time or over categories.

use super::{
    panel::{LABEL_ROTATION, control},
    timeseries::{Mark, Timeseries, controls},
};
use crate::controls::{Input, Part, Section, When};

pub(super) static BAR: Timeseries = Timeseries {
    id: "echarts_timeseries_bar",
    name: "Bar chart",
    mark: Mark::Bar,
    controls: CONTROLS,
    sample: |form| _ = form.insert("stack".into(), "Stack".into()),
};

static CONTROLS: &[Section] = &[
    controls::QUERY,
    controls::ANALYTICS,
    super::panel::ROLLING,
    Section {
        label: "Bars",
        part: Part::Look,
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
            control("stackDimension", "Split stack by", super::panel::COLUMN, "")
                .help("One stack for each value of this dimension.")
                .when(When::All(&[When::Filled("stack"), When::Filled("groupby")])),
            control("color_by_primary_axis", "Color by x-axis", Input::Toggle, "false"),
            LABEL_ROTATION,
        ],
    },
    controls::SERIES,
    controls::AXES,
    controls::TOOLTIP,
];
