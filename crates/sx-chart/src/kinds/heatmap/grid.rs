//! The answer as cells.

use serde_json::{Value, json};
use sx_query::Table;

use super::axis;
use crate::{ChartError, FormData, cells, form, option::NumberStyle};

/// Cells by the names of their row and column.
pub(super) struct Grid {
    pub metric: String,
    pub x: Vec<String>,
    pub y: Vec<String>,
    cells: Vec<GridCell>,
}

pub(super) struct GridCell {
    pub x: String,
    pub y: String,
    pub value: f64,
    rank: Option<f64>,
}

impl Grid {
    /// `None` when there is nothing to draw.
    pub fn read(form: &FormData, table: &Table) -> Result<Option<Self>, ChartError> {
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
            axis::values(&cells, |cell| &cell.x, axis::times(x, time), &sort("sort_x_axis")),
            axis::values(&cells, |cell| &cell.y, axis::times(y, time), &sort("sort_y_axis")),
        );
        Ok((!cells.is_empty()).then_some(Self { metric, x, y, cells }))
    }

    pub fn series(&self, form: &FormData, style: &NumberStyle, name: &str) -> Value {
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
            "name": name,
            "data": self.cells.iter().map(datum).collect::<Vec<_>>(),
        });
        crate::merge(
            &mut series,
            json!({"label": label, "labelLayout": shown.then(|| json!({"hideOverlap": true})), "itemStyle": border(form)}),
        );
        series
    }

    /// The values at the two ends of the colours.
    pub fn range(&self, form: &FormData) -> (f64, f64) {
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

fn border(form: &FormData) -> Value {
    let width = form::number(form, "border_width").filter(|width| *width > 0.0);
    let part = |name: &str| form.get("border_color").and_then(|color| color.get(name)).and_then(form::as_number);
    let color = || {
        let (r, g, b, a) = (part("r")?, part("g")?, part("b")?, part("a").unwrap_or(1.0));
        Some(format!("rgba({r}, {g}, {b}, {a})"))
    };
    width.map_or(Value::Null, |width| json!({"borderWidth": width, "borderColor": color()}))
}
