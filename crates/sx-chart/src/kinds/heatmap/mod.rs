//! A number for each pair of categories, as colour.

mod axis;
mod grid;

use charming::{
    Chart,
    component::{Axis, VisualMap, VisualMapChannel, VisualMapType},
    element::{AxisType, Orient},
};
use serde_json::{Value, json};
use sx_query::{ColumnRef, QueryObject, Table};

use super::{panel::*, samples};
use crate::{
    ChartError, ChartKind, Drawing, FormData, Look,
    ask::{self, post},
    cells, color,
    controls::{Input, Part, Section, When},
    form::{self, with_defaults},
    option::{self, Margins, NumberStyle},
};

use grid::Grid;

pub(super) struct Heatmap;

const SORTS: &[(&str, &str)] = &[
    ("alpha_asc", "Axis ascending"),
    ("alpha_desc", "Axis descending"),
    ("value_asc", "Metric ascending"),
    ("value_desc", "Metric descending"),
];

static CONTROLS: &[Section] = &[
    Section {
        label: "Query",
        part: Part::Data,
        controls: &[
            control("x_axis", "X-axis", COLUMN, "").required(),
            TIME_GRAIN.when(When::Time(&["x_axis"])),
            control("groupby", "Y-axis", COLUMN, "").required(),
            control("metric", "Metric", METRIC, "").required(),
            FILTERS,
            control("row_limit", "Row limit", ROWS, "10000"),
            control("sort_x_axis", "Sort x-axis", Input::Select { options: SORTS }, "\"alpha_asc\""),
            control("sort_y_axis", "Sort y-axis", Input::Select { options: SORTS }, "\"alpha_asc\""),
            control(
                "normalize_across",
                "Compare across",
                Input::Select { options: &[("heatmap", "Heatmap"), ("x", "X"), ("y", "Y")] },
                "\"heatmap\"",
            ),
        ],
    },
    Section {
        label: "Look",
        part: Part::Look,
        controls: &[
            control("linear_color_scheme", "Colors", Input::Palette { ordered: true }, "\"sextant_seq\""),
            control(
                "legend_type",
                "Legend type",
                Input::Select { options: &[("continuous", "Continuous"), ("piecewise", "Piecewise")] },
                "\"continuous\"",
            )
            .when(When::On("show_legend")),
            SHOW_LEGEND,
            control("show_values", "Show values", Input::Toggle, "false"),
            control("show_percentage", "Show percentage", Input::Toggle, "true"),
            control("normalized", "Color by rank", Input::Toggle, "false"),
            control("value_bounds", "Value bounds", Input::Bounds, ""),
            control("border_width", "Border width", Input::Number { min: 0.0, max: 5.0, step: 0.5 }, "0"),
            NUMBER_FORMAT,
            CURRENCY,
            X_TIME_FORMAT.when(When::Time(&["x_axis"])),
            LABEL_ROTATION,
        ],
    },
];

impl ChartKind for Heatmap {
    fn id(&self) -> &'static str {
        "heatmap_v2"
    }

    fn name(&self) -> &'static str {
        "Heatmap"
    }

    fn category(&self) -> &'static str {
        "Correlation"
    }

    fn controls(&self) -> &'static [Section] {
        CONTROLS
    }

    fn queries(&self, form: &FormData) -> Result<Vec<QueryObject>, ChartError> {
        let form = with_defaults(form, CONTROLS);
        let mut query = ask::base(&form)?;
        let axis = form::x_axis(&form).map(|axis| ask::column("x_axis", axis)).transpose()?;
        let axis = axis.or_else(|| form::x_axis_label(&form).map(ColumnRef::Name));
        let groupby = form::list(&form, "groupby").iter().map(|value| ask::column("groupby", value));
        let groupby = groupby.collect::<Result<Vec<_>, _>>()?;
        query.columns = axis.into_iter().chain(groupby).collect();
        // Sums decide the order by value, and single cells do not know them: that order is made while drawing.
        let by_name = |control| form::text(&form, control).filter(|sort| !sort.contains("value"));
        let sorts = ["sort_x_axis", "sort_y_axis"].map(by_name).into_iter().zip(&query.columns);
        query.orderby =
            sorts.filter_map(|(sort, column)| Some((ask::order_by_column(column), sort?.contains("asc")))).collect();
        let across = match form::text(&form, "normalize_across") {
            Some("x") => form::x_axis_label(&form),
            Some("y") => form::labels(&form, "groupby").into_iter().next(),
            _ => None,
        };
        let mut rank = json!({"metric": form::labels(&form, "metric").pop()});
        crate::merge(&mut rank, json!({"group_by": across}));
        query.post_processing = vec![post::step("rank", rank)];
        ask::mark_base_axis(&form, &mut query);
        Ok(vec![query])
    }

    fn draw(&self, form: &FormData, tables: &[&Table], look: &Look) -> Result<Drawing, ChartError> {
        let form = &with_defaults(&look.complete(form, "metric", "y_axis_format"), CONTROLS);
        let Some(grid) = Grid::read(form, cells::first_table(tables)?)? else { return Ok(cells::empty()) };
        let style = NumberStyle::of(form, "y_axis_format");
        let legend = form::flag(form, "show_legend");
        let margins = Margins { top: if legend { 48.0 } else { 12.0 }, right: 12.0, bottom: 8.0, left: 8.0 };
        let names = axis_names(form);
        let axis = |values: &[String]| Axis::new().type_(AxisType::Category).data(values.to_vec());
        let chart =
            Chart::new().x_axis(axis(&grid.x)).y_axis(axis(&grid.y)).visual_map(visual_map(form, &grid, legend));
        let mut option = option::finish(chart, Value::Null)?;
        if let Some(map) = option["visualMap"].get_mut(0) {
            crate::merge(map, json!({"formatter": style.formatter()}));
        }
        // The script knows shares of the whole heatmap only; a wrong share would be worse than none.
        let of_whole = !matches!(form::text(form, "normalize_across"), Some("x" | "y"));
        let percent = of_whole && form::flag(form, "show_percentage");
        let metric = look.shown(&grid.metric);
        let tooltip =
            json!({"x": look.shown(&names.0), "y": look.shown(&names.1), "metric": metric, "percent": percent});
        crate::merge(
            &mut option,
            json!({
                "grid": option::grid(&margins),
                "xAxis": {"axisLabel": axis_label(form, "xscale_interval", "xAxisLabelRotation")},
                "yAxis": {"axisLabel": axis_label(form, "yscale_interval", "")},
                "tooltip": {"trigger": "item", "formatter": style.named("heatmap_tooltip", tooltip)},
                "series": [grid.series(form, &style, metric)],
            }),
        );
        Ok(Drawing::Chart { option })
    }

    fn sample(&self) -> (FormData, Vec<Table>) {
        let form = samples::form(json!({
            "viz_type": "heatmap_v2", "x_axis": "deal_size", "groupby": "product_line", "metric": "count",
            "adhoc_filters": [], "show_values": true,
        }));
        let table = samples::table(vec![
            samples::texts("deal_size", &["Large", "Large", "Medium", "Medium", "Small"]),
            samples::texts("product_line", &["Planes", "Ships", "Planes", "Ships", "Ships"]),
            samples::numbers("count", &[12.0, 4.0, 149.0, 118.0, 112.0].map(Some)),
            samples::numbers("rank", &[0.4, 0.2, 1.0, 0.8, 0.6].map(Some)),
        ]);
        (form, vec![table])
    }
}

fn visual_map(form: &FormData, grid: &Grid, show: bool) -> VisualMap {
    let piecewise = form::text(form, "legend_type") == Some("piecewise");
    let scheme = color::sequential(form::text(form, "linear_color_scheme").unwrap_or_default());
    let (low, high) = grid.range(form);
    let map = VisualMap::new()
        .type_(if piecewise { VisualMapType::Piecewise } else { VisualMapType::Continuous })
        .show(show)
        .dimension(if form::flag(form, "normalized") { 3 } else { 2 })
        .min(low)
        .max(high)
        .orient(Orient::Horizontal)
        .right(0)
        .top(0)
        .in_range(VisualMapChannel::new().color(scheme.to_vec()));
    if piecewise { map } else { map.calculable(true).item_width(14).item_height(180) }
}

fn axis_label(form: &FormData, interval: &str, rotation: &str) -> Value {
    // The reference counts from one; -1 and null leave it to the drawing.
    let interval = form::number(form, interval).filter(|every| *every >= 1.0).map(|every| every as i64 - 1);
    let rotate = form::number(form, rotation).filter(|degrees| *degrees != 0.0);
    json!({"interval": interval, "rotate": rotate, "overflow": "truncate", "width": 140, "hideOverlap": true})
}

fn axis_names(form: &FormData) -> (String, String) {
    let y = form::labels(form, "groupby").into_iter().next();
    (form::x_axis_label(form).unwrap_or_default(), y.unwrap_or_default())
}
