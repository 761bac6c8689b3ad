//! What charts over an x-axis share: their questions, their series, their axes. A kind differs by its mark.

mod axes;
pub(super) mod controls;
mod frame;
mod kind;
mod line;
mod marks;
mod stack;

use charming::Chart;
use serde_json::{Value, json};
use sx_query::{QueryObject, Table};

pub(super) use self::kind::Timeseries;
use self::{axes::Axes, frame::Frame, stack::Stacking};
use crate::{
    ChartError, Drawing, FormData, Look,
    ask::{self, post},
    cells,
    color::Colors,
    form,
    option::{self, Margins, NumberStyle},
};

/// How a point is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Bar,
    Area,
    Line,
    Smooth,
    Step,
    Scatter,
}

impl Mark {
    /// Whether neighbours are joined.
    fn is_line(self) -> bool {
        matches!(self, Self::Area | Self::Line | Self::Smooth | Self::Step)
    }
}

/// Space around the plot, in pixels.
const MARGINS: Margins = Margins { top: 12.0, right: 16.0, bottom: 8.0, left: 8.0 };

/// Room for the slider of a zoomable chart.
const ZOOM: f64 = 44.0;

/// `form_data` has its defaults.
fn queries(form_data: &FormData) -> Result<Vec<QueryObject>, ChartError> {
    let mut query = ask::base(form_data)?;
    let offsets = post::time_offsets(form_data, &query);
    if let (Some(metric), Some(metrics)) = (post::sort_metric(form_data, &query), &mut query.metrics) {
        metrics.push(metric);
    }
    query.post_processing = vec![
        post::pivot(form_data, &query),
        post::resample(form_data),
        post::rolling(form_data, &query),
        post::compare(form_data, &query),
        post::rename(form_data, &query),
        post::contribution(form_data, &offsets),
        post::sort(form_data, &query),
        post::flatten(),
        post::forecast(form_data),
    ];
    query.post_processing.retain(Option::is_some);
    query.orderby = ask::normalized_order(&query);
    let groupby = form::list(form_data, "groupby").iter().map(|value| ask::column("groupby", value));
    query.series_columns = groupby.collect::<Result<_, _>>()?;
    let axis = form::x_axis(form_data).map(|axis| ask::column("x_axis", axis)).transpose()?;
    query.is_timeseries = axis.is_none().then_some(true);
    query.columns = axis.into_iter().chain(query.series_columns.clone()).collect();
    query.time_offsets = offsets;
    ask::mark_base_axis(form_data, &mut query);
    Ok(vec![query])
}

/// `form_data` has its defaults.
fn draw(form_data: &FormData, tables: &[&Table], look: &Look, mark: Mark) -> Result<Drawing, ChartError> {
    let table = cells::first_table(tables)?;
    let Some(mut frame) = Frame::read(form_data, table, look, mark) else { return Ok(cells::empty()) };
    let stacking = Stacking::of(form_data);
    if stacking == Stacking::Expand {
        frame.expand();
    }
    let style = number_style(form_data, &stacking);
    let axes = Axes::of(form_data, &frame, &style, mark);
    let series = marks::series(form_data, &frame, &stacking, &style, mark, &mut Colors::new(form_data, look));
    let mut margins = MARGINS;
    let legend = option::legend(form_data, &mut margins);
    let zoom = zoom(form_data, axes.horizontal, &mut margins);
    let (x, y) = axes.charming();
    let mut chart = Chart::new().x_axis(x).y_axis(y);
    if let Some(legend) = legend {
        chart = chart.legend(legend);
    }
    let patch = json!({
        "grid": option::grid(&margins),
        "xAxis": axes.x_patch(),
        "yAxis": axes.y_patch(),
        "tooltip": tooltip(form_data, &frame, &style, mark),
        "dataZoom": zoom,
        "series": series?,
    });
    Ok(Drawing::Chart { option: option::finish(chart, patch)? })
}

fn number_style(form_data: &FormData, stacking: &Stacking) -> NumberStyle {
    let is_share = *stacking == Stacking::Expand || form::text(form_data, "contributionMode").is_some();
    if is_share { NumberStyle::percent() } else { NumberStyle::of(form_data, "y_axis_format") }
}

fn tooltip(form_data: &FormData, frame: &Frame, style: &NumberStyle, mark: Mark) -> Value {
    let time = frame.x.is_time().then(|| axes::tooltip_time(form_data));
    // Over a lying time axis the title of a single point cannot be told from its value.
    let lying = mark == Mark::Bar && form::text(form_data, "orientation") == Some("horizontal") && frame.x.is_time();
    if !form::flag(form_data, "rich_tooltip") && !lying {
        return json!({"trigger": "item", "formatter": style.named("item_tooltip", json!({"time": time}))});
    }
    let settings = json!({
        "time": time,
        "total": form::flag(form_data, "showTooltipTotal") && frame.series.len() > 1,
        "percent": form::flag(form_data, "showTooltipPercentage"),
        "sort": form::flag(form_data, "tooltipSortByMetric"),
    });
    let pointer = (mark == Mark::Bar).then(|| json!({"type": "shadow"}));
    json!({"trigger": "axis", "axisPointer": pointer, "formatter": style.named("axis_tooltip", settings)})
}

fn zoom(form_data: &FormData, horizontal: bool, margins: &mut Margins) -> Value {
    if !form::flag(form_data, "zoomable") {
        return Value::Null;
    }
    if horizontal {
        margins.right += ZOOM;
        return json!([{"type": "slider", "yAxisIndex": 0, "width": 20}, {"type": "inside", "yAxisIndex": 0}]);
    }
    margins.bottom += ZOOM;
    json!([{"type": "slider", "height": 20, "bottom": 8}, {"type": "inside"}])
}
