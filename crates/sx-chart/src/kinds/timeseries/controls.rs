//! The sections that all charts over an x-axis share.

use crate::{
    controls::{Control, Input, Section},
    kinds::panel::*,
};

pub(in crate::kinds) const LINE_STYLES: &[(&str, &str)] = &[
    ("line", "Line"),
    ("smooth", "Smooth line"),
    ("start", "Step, at the start"),
    ("middle", "Step, in the middle"),
    ("end", "Step, at the end"),
];

/// Lines and points stand on each other or around the middle; only areas expand to 100 %.
pub(in crate::kinds) const STACK: Control = control(
    "stack",
    "Stacking",
    Input::Select { options: &[("", "None"), ("Stack", "Stack"), ("Stream", "Stream")] },
    "",
);
pub(in crate::kinds) const AREA: Control = control("area", "Fill the area below", Input::Toggle, "false");
pub(in crate::kinds) const OPACITY: Control =
    control("opacity", "Opacity", Input::Number { min: 0.0, max: 1.0, step: 0.1 }, "0.2");
pub(in crate::kinds) const MARKERS: Control = control("markerEnabled", "Markers", Input::Toggle, "false");
pub(in crate::kinds) const MARKER_SIZE: Control =
    control("markerSize", "Marker size", Input::Number { min: 0.0, max: 20.0, step: 1.0 }, "6");

pub(in crate::kinds) const QUERY: Section = Section {
    label: "Query",
    controls: &[
        control("x_axis", "X-axis", COLUMN, ""),
        TIME_GRAIN,
        control("metrics", "Metrics", METRICS, "[]"),
        control("groupby", "Dimensions", COLUMNS, "[]"),
        FILTERS,
        control("limit", "Series limit", Input::Number { min: 0.0, max: 500.0, step: 1.0 }, ""),
        control("timeseries_limit_metric", "Sort by", METRIC, ""),
        control("order_desc", "Sort descending", Input::Toggle, "true"),
        control("row_limit", "Row limit", ROWS, "10000"),
        control("truncate_metric", "Hide the metric's name", Input::Toggle, "true"),
        control("show_empty_columns", "Show empty columns", Input::Toggle, "true"),
        control("xAxisForceCategorical", "Force categorical x-axis", Input::Toggle, "false"),
    ],
};

pub(in crate::kinds) const ANALYTICS: Section = Section {
    label: "Comparison",
    controls: &[
        control(
            "contributionMode",
            "Contribution",
            Input::Select { options: &[("", "None"), ("row", "Of each point"), ("column", "Of each series")] },
            "",
        ),
        control("time_compare", "Time shift", Input::Text, ""),
        control(
            "comparison_type",
            "Shown as",
            Input::Select {
                options: &[
                    ("values", "Actual values"),
                    ("difference", "Difference"),
                    ("percentage", "Percentage change"),
                    ("ratio", "Ratio"),
                ],
            },
            "\"values\"",
        ),
    ],
};

pub(in crate::kinds) const SERIES: Section = Section {
    label: "Series",
    controls: &[
        control(
            "sort_series_type",
            "Order of series",
            Input::Select {
                options: &[
                    ("sum", "Sum"),
                    ("name", "Name"),
                    ("max", "Maximum"),
                    ("min", "Minimum"),
                    ("avg", "Average"),
                ],
            },
            "\"sum\"",
        ),
        control("sort_series_ascending", "Ascending", Input::Toggle, "false"),
        PALETTE,
        control("time_shift_color", "Match time shift color", Input::Toggle, "true"),
        control("show_value", "Show values", Input::Toggle, "false"),
        control("only_total", "Only the total", Input::Toggle, "true"),
        control("percentage_threshold", "Least share shown", Input::Number { min: 0.0, max: 100.0, step: 1.0 }, "0"),
        SHOW_LEGEND,
        LEGEND_TYPE,
        LEGEND_ORIENTATION,
        control("zoomable", "Data zoom", Input::Toggle, "false"),
    ],
};

pub(in crate::kinds) const AXES: Section = Section {
    label: "Axes",
    controls: &[
        control("x_axis_title", "X-axis title", Input::Text, ""),
        control("y_axis_title", "Y-axis title", Input::Text, ""),
        control(
            "y_axis_title_position",
            "Y-axis title position",
            Input::Select { options: &[("Left", "Left"), ("Top", "Top")] },
            "\"Left\"",
        ),
        X_TIME_FORMAT,
        NUMBER_FORMAT,
        CURRENCY,
        control("y_axis_bounds", "Y-axis bounds (low, high)", Input::Text, ""),
        control("truncateYAxis", "Truncate y-axis", Input::Toggle, "false"),
        control("logAxis", "Logarithmic y-axis", Input::Toggle, "false"),
        control("minorTicks", "Minor ticks", Input::Toggle, "false"),
        control("minorSplitLine", "Minor split lines", Input::Toggle, "false"),
    ],
};

pub(in crate::kinds) const TOOLTIP: Section = Section {
    label: "Tooltip",
    controls: &[
        control("rich_tooltip", "All series at once", Input::Toggle, "true"),
        control("showTooltipTotal", "Show total", Input::Toggle, "true"),
        control("showTooltipPercentage", "Show percentage", Input::Toggle, "false"),
        control("tooltipSortByMetric", "Sort by value", Input::Toggle, "false"),
        control("tooltipTimeFormat", "Time format", Input::TimeFormat, "\"smart_date\""),
    ],
};
