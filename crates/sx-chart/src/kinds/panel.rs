//! Parts of control panels that several kinds share: names and defaults are the reference's.

use crate::controls::{Control, Input, Part, Section, When};

pub(super) const fn control(name: &'static str, label: &'static str, input: Input, default: &'static str) -> Control {
    Control { name, label, input, default, help: "", required: false, visible: When::Always }
}

pub(super) const COLUMN: Input = Input::Column { many: false };
pub(super) const COLUMNS: Input = Input::Column { many: true };
pub(super) const METRIC: Input = Input::Metric { many: false };
pub(super) const METRICS: Input = Input::Metric { many: true };
pub(super) const ROWS: Input = Input::Limit;
pub(super) const PAGE: Input = Input::Number { min: 1.0, max: 10_000.0, step: 1.0 };

pub(super) const FILTERS: Control = control("adhoc_filters", "Filters", Input::Filters, "[]");
pub(super) const TIME_GRAIN: Control = control("time_grain_sqla", "Time grain", Input::TimeGrain, "\"P1D\"");
/// Beside it stands the grain of each dimension that the dataset calls a time.
pub(super) const TIME_COLUMNS: Control =
    control("temporal_columns_lookup", "Time columns", Input::TimeColumns, "").when(When::Never);
pub(super) const NUMBER_FORMAT: Control =
    control("y_axis_format", "Number format", Input::NumberFormat, "\"SMART_NUMBER\"");
pub(super) const CURRENCY: Control = control("currency_format", "Currency", Input::Currency, "");
pub(super) const PALETTE: Control = control("color_scheme", "Colors", Input::Palette { ordered: false }, "");
pub(super) const SHOW_LEGEND: Control = control("show_legend", "Show legend", Input::Toggle, "true");
pub(super) const LEGEND_TYPE: Control = control(
    "legendType",
    "Legend type",
    Input::Select { options: &[("scroll", "Scroll"), ("plain", "Plain")] },
    "\"scroll\"",
)
.when(When::On("show_legend"));
pub(super) const LEGEND_ORIENTATION: Control = control(
    "legendOrientation",
    "Legend position",
    Input::Select { options: &[("top", "Top"), ("bottom", "Bottom"), ("left", "Left"), ("right", "Right")] },
    "\"top\"",
)
.when(When::On("show_legend"));
pub(super) const X_TIME_FORMAT: Control =
    control("x_axis_time_format", "Time format", Input::TimeFormat, "\"smart_date\"");
pub(super) const LABEL_ROTATION: Control =
    control("xAxisLabelRotation", "Rotate labels", Input::Number { min: -90.0, max: 90.0, step: 15.0 }, "0");

/// Rolling windows and resampling; what a trend offers too.
pub(super) const ROLLING: Section = Section {
    label: "Rolling window",
    part: Part::Data,
    controls: &[
        control(
            "rolling_type",
            "Rolling function",
            Input::Select {
                options: &[
                    ("None", "None"),
                    ("mean", "Mean"),
                    ("sum", "Sum"),
                    ("std", "Deviation"),
                    ("cumsum", "Cumulative sum"),
                ],
            },
            "",
        ),
        control("rolling_periods", "Periods", Input::Number { min: 1.0, max: 10_000.0, step: 1.0 }, "").when(WINDOW),
        control("min_periods", "Minimum periods", Input::Number { min: 0.0, max: 10_000.0, step: 1.0 }, "")
            .when(WINDOW),
        control(
            "resample_rule",
            "Resample to",
            Input::Select {
                options: &[
                    ("", "As it is"),
                    ("1T", "1 minute"),
                    ("1H", "1 hour"),
                    ("1D", "1 day"),
                    ("7D", "7 days"),
                    ("1MS", "1 month"),
                    ("1AS", "1 year"),
                ],
            },
            "",
        ),
        control(
            "resample_method",
            "Fill gaps with",
            Input::Select {
                options: &[
                    ("", "Nothing"),
                    ("asfreq", "Null"),
                    ("zerofill", "Zero"),
                    ("linear", "Linear interpolation"),
                    ("ffill", "The value before"),
                    ("bfill", "The value after"),
                    ("median", "Median"),
                    ("mean", "Mean"),
                    ("sum", "Sum"),
                ],
            },
            "",
        )
        .when(When::Filled("resample_rule")),
    ],
};

const WINDOW: When = When::Is("rolling_type", &["mean", "sum", "std"]);
