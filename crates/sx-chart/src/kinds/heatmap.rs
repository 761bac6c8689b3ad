//! A number for each pair of categories, as colour.

use std::collections::HashMap;

use charming::{
    Chart,
    component::{Axis, VisualMap, VisualMapChannel, VisualMapType},
    element::{AxisType, Orient},
};
use serde_json::{Value, json};
use sx_query::{Column, ColumnRef, QueryObject, Table};

use super::{panel::*, samples};
use crate::{
    ChartError, ChartKind, Drawing, FormData, Look,
    ask::{self, post},
    cells, color,
    controls::{Input, Section},
    form::{self, with_defaults},
    option::{self, Margins, NumberStyle},
};

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
        controls: &[
            control("x_axis", "X-axis", COLUMN, ""),
            TIME_GRAIN,
            control("groupby", "Y-axis", COLUMN, ""),
            control("metric", "Metric", METRIC, ""),
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
        controls: &[
            control("linear_color_scheme", "Colors", Input::Palette, "\"sextant_seq\""),
            control(
                "legend_type",
                "Legend type",
                Input::Select { options: &[("continuous", "Continuous"), ("piecewise", "Piecewise")] },
                "\"continuous\"",
            ),
            SHOW_LEGEND,
            control("show_values", "Show values", Input::Toggle, "false"),
            control("show_percentage", "Show percentage", Input::Toggle, "true"),
            control("normalized", "Color by rank", Input::Toggle, "false"),
            control("value_bounds", "Value bounds (low, high)", Input::Text, ""),
            control("border_width", "Border width", Input::Number { min: 0.0, max: 5.0, step: 0.5 }, "0"),
            NUMBER_FORMAT,
            CURRENCY,
            X_TIME_FORMAT,
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

    fn draw(&self, form: &FormData, tables: &[&Table], _: &Look) -> Result<Drawing, ChartError> {
        let form = &with_defaults(form, CONTROLS);
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
        let tooltip = json!({"x": names.0, "y": names.1, "metric": grid.metric, "percent": percent});
        crate::merge(
            &mut option,
            json!({
                "grid": option::grid(&margins),
                "xAxis": {"axisLabel": axis_label(form, "xscale_interval", "xAxisLabelRotation")},
                "yAxis": {"axisLabel": axis_label(form, "yscale_interval", "")},
                "tooltip": {"trigger": "item", "formatter": style.named("heatmap_tooltip", tooltip)},
                "series": [grid.series(form, &style)],
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

/// Cells by the names of their row and column.
struct Grid {
    metric: String,
    x: Vec<String>,
    y: Vec<String>,
    cells: Vec<GridCell>,
}

struct GridCell {
    x: String,
    y: String,
    value: f64,
    rank: Option<f64>,
}

impl Grid {
    fn read(form: &FormData, table: &Table) -> Result<Option<Self>, ChartError> {
        let Some(metric) = form::labels(form, "metric").pop() else {
            return Err(ChartError::Form("A heatmap needs a metric".into()));
        };
        if table.row_count() == 0 {
            return Ok(None);
        }
        let [x, y, ..] = table.columns.as_slice() else {
            return Err(ChartError::Answer("A heatmap needs an x-axis and a y-axis".into()));
        };
        let values = cells::require(table, &metric)?;
        let time = form::text(form, "x_axis_time_format").unwrap_or("smart_date");
        let cell = |row| {
            Some(GridCell {
                x: cells::formatted_label(x, row, time),
                y: cells::formatted_label(y, row, time),
                value: cells::number(values, row)?,
                rank: table.column("rank").and_then(|rank| cells::number(rank, row)),
            })
        };
        let cells: Vec<GridCell> = (0..table.row_count()).filter_map(cell).collect();
        let sort = |control: &str| form::text(form, control).unwrap_or_default().to_owned();
        let (x, y) = (
            axis_values(&cells, |cell| &cell.x, times(x, time), &sort("sort_x_axis")),
            axis_values(&cells, |cell| &cell.y, times(y, time), &sort("sort_y_axis")),
        );
        Ok((!cells.is_empty()).then_some(Self { metric, x, y, cells }))
    }

    fn series(&self, form: &FormData, style: &NumberStyle) -> Value {
        let normalized = form::flag(form, "normalized");
        let datum = |cell: &GridCell| {
            let mut datum = json!([cell.x, cell.y, cells::plain(cell.value)]);
            if let (Value::Array(datum), true) = (&mut datum, normalized) {
                datum.push(cell.rank.map_or(Value::Null, cells::plain));
            }
            datum
        };
        let shown = form::flag(form, "show_values");
        let label = shown.then(|| json!({"show": true, "formatter": style.named("heatmap_label", json!({"dim": 2}))}));
        let mut series = json!({
            "type": "heatmap",
            "name": self.metric,
            "data": self.cells.iter().map(datum).collect::<Vec<_>>(),
        });
        crate::merge(
            &mut series,
            json!({"label": label, "labelLayout": shown.then(|| json!({"hideOverlap": true})), "itemStyle": border(form)}),
        );
        series
    }

    fn range(&self, form: &FormData) -> (f64, f64) {
        let normalized = form::flag(form, "normalized");
        let colored = |cell: &GridCell| if normalized { cell.rank.unwrap_or(0.0) } else { cell.value };
        let low = self.cells.iter().map(colored).fold(f64::INFINITY, f64::min);
        let high = self.cells.iter().map(colored).fold(f64::NEG_INFINITY, f64::max);
        let (fixed_low, fixed_high) = form::bounds(form, "value_bounds");
        let (low, high) = (fixed_low.unwrap_or(low), fixed_high.unwrap_or(high));
        // One value alone still needs a scale with two ends.
        (low, if high > low { high } else { low + 1.0 })
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

fn border(form: &FormData) -> Value {
    let width = form::number(form, "border_width").filter(|width| *width > 0.0);
    let part = |name: &str| form.get("border_color").and_then(|color| color.get(name)).and_then(form::as_number);
    let color = || {
        let (r, g, b, a) = (part("r")?, part("g")?, part("b")?, part("a").unwrap_or(1.0));
        Some(format!("rgba({r}, {g}, {b}, {a})"))
    };
    width.map_or(Value::Null, |width| json!({"borderWidth": width, "borderColor": color()}))
}

fn axis_names(form: &FormData) -> (String, String) {
    let y = form::labels(form, "groupby").into_iter().next();
    (form::x_axis_label(form).unwrap_or_default(), y.unwrap_or_default())
}

/// The times behind formatted labels: a month's name does not tell its place in the year.
fn times(column: &Column, spec: &str) -> HashMap<String, f64> {
    let rows = 0..column.values.len();
    let time = |row| Some((cells::formatted_label(column, row, spec), cells::time_ms(column, row)?));
    rows.filter_map(time).collect()
}

/// Distinct names, sorted by name (times and numbers by size) or by the sum of their cells.
fn axis_values(cells: &[GridCell], of: fn(&GridCell) -> &str, times: HashMap<String, f64>, sort: &str) -> Vec<String> {
    let mut sums: Vec<(&str, f64)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for cell in cells {
        let place = *places.entry(of(cell)).or_insert(sums.len());
        if place == sums.len() {
            sums.push((of(cell), 0.0));
        }
        sums[place].1 += cell.value;
    }
    let size = |name: &str| times.get(name).copied().or_else(|| name.parse::<f64>().ok());
    if sort.contains("value") {
        sums.sort_by(|a, b| a.1.total_cmp(&b.1));
    } else if !sort.is_empty() {
        sums.sort_by(|a, b| match (size(a.0), size(b.0)) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            // Numbers before names, so that the order is one for all.
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (None, None) => a.0.to_lowercase().cmp(&b.0.to_lowercase()).then_with(|| a.0.cmp(b.0)),
        });
    }
    if sort.contains("desc") {
        sums.reverse();
    }
    sums.into_iter().map(|(name, _)| name.to_owned()).collect()
}
