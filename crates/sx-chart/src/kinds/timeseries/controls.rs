//! The sections that all charts over an x-axis share.

use crate::{
    controls::{Control, Input, Part, Section, When},
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

const MARGIN: Input = Input::Number { min: 0.0, max: 200.0, step: 5.0 };

/// Several series have no order of their points in common.
const ONE_SERIES: When = When::All(&[When::Empty("groupby"), When::NoTime("x_axis")]);

const STACKED_VALUES: When = When::All(&[When::On("show_value"), When::Filled("stack")]);

const SHIFTS: &[&str] = &[
    "1 day ago",
    "1 week ago",
    "28 days ago",
    "30 days ago",
    "52 weeks ago",
    "1 year ago",
    "104 weeks ago",
    "2 years ago",
    "156 weeks ago",
    "3 years ago",
];

pub(in crate::kinds) const QUERY: Section = Section {
    label: "Query",
    part: Part::Data,
    controls: &[
        control("x_axis", "X-axis", COLUMN, "").required(),
        TIME_GRAIN.when(When::Time(&["x_axis"])),
        control("metrics", "Metrics", METRICS, "[]").required(),
        control("groupby", "Dimensions", COLUMNS, "[]").help("Each value becomes a series of its own."),
        FILTERS,
        control("x_axis_sort", "Sort x-axis by", Input::AxisSort, "").when(ONE_SERIES),
        control("x_axis_sort_asc", "Sort x-axis ascending", Input::Toggle, "true")
            .when(When::All(&[ONE_SERIES, When::Filled("x_axis_sort")])),
        control("limit", "Series limit", Input::Number { min: 0.0, max: 500.0, step: 1.0 }, "")
            .help("Only so many series, those with the most of “Sort by”.")
            .when(When::Filled("groupby")),
        control("timeseries_limit_metric", "Sort by", METRIC, "")
            .help("Which rows come first, and which are left off when a limit is reached."),
        control("order_desc", "Sort descending", Input::Toggle, "true"),
        control("row_limit", "Row limit", ROWS, "10000"),
        control("truncate_metric", "Hide the metric's name", Input::Toggle, "true").when(When::Filled("groupby")),
        control("show_empty_columns", "Show empty columns", Input::Toggle, "true").when(When::Filled("groupby")),
        control("xAxisForceCategorical", "Force categorical x-axis", Input::Toggle, "false"),
    ],
};

pub(in crate::kinds) const ANALYTICS: Section = Section {
    label: "Comparison",
    part: Part::Data,
    controls: &[
        control(
            "contributionMode",
            "Contribution",
            Input::Select { options: &[("", "None"), ("row", "Of each point"), ("column", "Of each series")] },
            "",
        ),
        control("time_compare", "Time shift", Input::Texts { options: SHIFTS }, "")
            .help("Draws the same question of an earlier time beside it."),
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
        )
        .when(When::Filled("time_compare")),
    ],
};

pub(in crate::kinds) const SERIES: Section = Section {
    label: "Series",
    part: Part::Look,
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
        control("time_shift_color", "Match time shift color", Input::Toggle, "true").when(When::Filled("time_compare")),
        control("show_value", "Show values", Input::Toggle, "false"),
        control("only_total", "Only the total", Input::Toggle, "true").when(STACKED_VALUES),
        control("percentage_threshold", "Least share shown", Input::Number { min: 0.0, max: 100.0, step: 1.0 }, "0")
            .when(STACKED_VALUES),
        SHOW_LEGEND,
        LEGEND_TYPE,
        LEGEND_ORIENTATION,
        control("zoomable", "Data zoom", Input::Toggle, "false"),
    ],
};

pub(in crate::kinds) const AXES: Section = Section {
    label: "Axes",
    part: Part::Look,
    controls: &[
        control("x_axis_title", "X-axis title", Input::Text, ""),
        control("x_axis_title_margin", "X-axis title margin", MARGIN, "").when(When::Filled("x_axis_title")),
        control("y_axis_title", "Y-axis title", Input::Text, ""),
        control(
            "y_axis_title_position",
            "Y-axis title position",
            Input::Select { options: &[("Left", "Left"), ("Top", "Top")] },
            "\"Left\"",
        )
        .when(When::Filled("y_axis_title")),
        control("y_axis_title_margin", "Y-axis title margin", MARGIN, "").when(When::Filled("y_axis_title")),
        X_TIME_FORMAT.when(When::Time(&["x_axis"])),
        control("x_axis_number_format", "X-axis number format", Input::NumberFormat, "").when(When::NoTime("x_axis")),
        NUMBER_FORMAT,
        CURRENCY,
        control("y_axis_bounds", "Y-axis bounds", Input::Bounds, ""),
        control("truncateYAxis", "Truncate y-axis", Input::Toggle, "false"),
        control("logAxis", "Logarithmic y-axis", Input::Toggle, "false"),
        control("minorTicks", "Minor ticks", Input::Toggle, "false"),
        control("minorSplitLine", "Minor split lines", Input::Toggle, "false"),
    ],
};

pub(in crate::kinds) const TOOLTIP: Section = Section {
    label: "Tooltip",
    part: Part::Look,
    controls: &[
        control("rich_tooltip", "All series at once", Input::Toggle, "true"),
        control("showTooltipTotal", "Show total", Input::Toggle, "true").when(When::On("rich_tooltip")),
        control("showTooltipPercentage", "Show percentage", Input::Toggle, "false").when(When::On("rich_tooltip")),
        control("tooltipSortByMetric", "Sort by value", Input::Toggle, "false").when(When::On("rich_tooltip")),
        control("tooltipTimeFormat", "Time format", Input::TimeFormat, "\"smart_date\""),
    ],
};
