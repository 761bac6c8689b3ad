//! Series as ECharts draws them: bars, lines or points, one mark for each value.

use charming::{element::ItemStyle, series};
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    Mark,
    frame::{Frame, Series, X},
    line::{self, is_lonely},
    stack::{self, Stacking},
};
use crate::{ChartError, FormData, cells, color::Colors, form, merge, option::NumberStyle};

pub(super) fn series(
    form_data: &FormData,
    frame: &Frame,
    stacking: &Stacking,
    style: &NumberStyle,
    mark: Mark,
    colors: &mut Colors<'_>,
) -> Result<Vec<Value>, ChartError> {
    let pen = Pen { form_data, frame, stacking: *stacking, style, mark };
    let mut all = Vec::new();
    if *stacking == Stacking::Stream {
        all.push(pen.baseline());
    }
    for series in &frame.series {
        all.push(pen.draw(series, colors)?);
    }
    if pen.shows_total() {
        let totals: Vec<_> = (0..frame.x.len()).map(|row| Some(frame.total(row))).collect();
        let label = style.named("total_label", pen.dimension());
        all.push(stack::total_series(pen.data(&totals), label, pen.horizontal()));
    }
    Ok(all)
}

pub(super) struct Pen<'a> {
    pub form_data: &'a FormData,
    frame: &'a Frame,
    stacking: Stacking,
    style: &'a NumberStyle,
    pub mark: Mark,
}

impl Pen<'_> {
    fn draw(&self, series: &Series, colors: &mut Colors<'_>) -> Result<Value, ChartError> {
        let shift = self.time_shift(series);
        let label = match shift {
            Some(shift) if self.is_on("time_shift_color") => series.name.trim_end_matches(shift).trim_end_matches(", "),
            _ => &series.name,
        };
        // A series that is only "1 year ago" takes the colour of the one it is compared with.
        let original = self.frame.series.first().map_or("", |first| first.name.as_str());
        let color = colors.of(if label.is_empty() { original } else { label });
        let stack = (self.stacking != Stacking::None).then(|| stack::stack_name(self.form_data, series));
        let mut patch = json!({
            "label": self.label(),
            "labelLayout": self.label().is_object().then(|| json!({"hideOverlap": true})),
            "stackStrategy": (self.stacking == Stacking::Stream).then_some("all"),
            "emphasis": (self.frame.series.len() > 1).then(|| json!({"focus": "series"})),
            "data": self.points(series, colors),
        });
        let base = match self.mark {
            Mark::Bar => {
                let faded = shift.map(|_| json!({"opacity": 0.5}));
                merge(&mut patch, json!({"barMaxWidth": 56, "itemStyle": faded}));
                self.bar(series, &color, stack)?
            }
            Mark::Scatter => {
                let faded = shift.map(|_| json!({"opacity": 0.5}));
                merge(&mut patch, json!({"itemStyle": faded, "stack": stack}));
                self.scatter(series, &color)?
            }
            Mark::Area | Mark::Line | Mark::Smooth | Mark::Step => {
                let dashed = shift.map(|_| json!({"type": "dashed"}));
                merge(&mut patch, json!({"lineStyle": dashed}));
                self.line(series, &color, stack)?
            }
        };
        let mut value = base;
        merge(&mut value, patch);
        Ok(value)
    }

    fn bar(&self, series: &Series, color: &str, stack: Option<String>) -> Result<Value, ChartError> {
        let style = ItemStyle::new().color(color);
        let bar = series::Bar::new().name(series.shown.clone());
        match stack {
            Some(stack) => json_of(bar.item_style(style).stack(stack)),
            None => json_of(bar.item_style(style.border_radius(2))),
        }
    }

    fn scatter(&self, series: &Series, color: &str) -> Result<Value, ChartError> {
        let style = ItemStyle::new().color(color);
        json_of(series::Scatter::new().name(series.shown.clone()).symbol_size(self.marker_size()).item_style(style))
    }

    pub fn marker_size(&self) -> f64 {
        form::number(self.form_data, "markerSize").unwrap_or(6.0).clamp(0.0, 100.0)
    }

    pub fn shows_symbols(&self) -> bool {
        self.is_on("markerEnabled") || self.is_on("show_value")
    }

    /// What a stack needs in place of gaps: an area that comes down to the axis, a stream that goes on.
    pub fn stackable(&self, values: &[Option<f64>]) -> Vec<Option<f64>> {
        match (self.stacking, self.fills()) {
            (Stacking::Stream, _) => values.iter().map(|value| value.or(Some(0.0))).collect(),
            (Stacking::Stack | Stacking::Expand, true) => stack::fill_neighbours(values),
            (Stacking::None | Stacking::Stack | Stacking::Expand, _) => values.to_vec(),
        }
    }

    fn baseline(&self) -> Value {
        let kind = if self.mark == Mark::Bar { "bar" } else { "line" };
        let smooth = line::Curve::of(self.form_data, self.mark) == line::Curve::Smooth;
        json!({
            "type": kind, "smooth": smooth, "id": stack::BASELINE, "stack": "all", "stackStrategy": "all", "silent": true,
            "tooltip": {"show": false}, "symbol": "none", "itemStyle": {"opacity": 0}, "lineStyle": {"opacity": 0},
            "data": self.data(&stack::baseline(self.frame)),
        })
    }

    fn points(&self, series: &Series, colors: &mut Colors<'_>) -> Value {
        let values = self.stackable(&series.values);
        let by_category = self.mark == Mark::Bar && self.frame.series.len() == 1 && self.is_on("color_by_primary_axis");
        let least = form::number(self.form_data, "percentage_threshold").unwrap_or(0.0);
        let hides_small = least > 0.0 && self.stacking != Stacking::None && self.label().is_object();
        let Value::Array(mut data) = self.data(&values) else { return Value::Null };
        for (row, point) in data.iter_mut().enumerate() {
            if self.mark.is_line() && !self.shows_symbols() && is_lonely(&values, row) {
                *point = json!({"value": point, "symbol": "circle", "symbolSize": self.marker_size()});
            } else if by_category {
                let color = colors.of(&self.category(row));
                *point = json!({"value": point, "itemStyle": {"color": color}});
            } else if hides_small && values[row].unwrap_or(0.0).abs() < self.frame.total(row).abs() * least / 100.0 {
                *point = json!({"value": point, "label": {"show": false}});
            }
        }
        data.into()
    }

    fn data(&self, values: &[Option<f64>]) -> Value {
        let point = |(row, value): (usize, &Option<f64>)| {
            let value = value.map_or(Value::Null, cells::plain);
            match &self.frame.x {
                X::Category(_) => value,
                X::Time(x) | X::Value(x) if self.horizontal() => json!([value, cells::plain(x[row])]),
                X::Time(x) | X::Value(x) => json!([cells::plain(x[row]), value]),
            }
        };
        values.iter().enumerate().map(point).collect()
    }

    fn label(&self) -> Value {
        if !self.is_on("show_value") || self.shows_total() {
            return Value::Null;
        }
        let position = match (self.stacking, self.mark) {
            (Stacking::None, Mark::Bar) if self.horizontal() => "right",
            (Stacking::Stack | Stacking::Stream | Stacking::Expand, Mark::Bar) => "inside",
            (_, _) => "top",
        };
        json!({"show": true, "position": position, "formatter": self.style.named("number", self.dimension())})
    }

    /// Formatters take the last number of a point; where bars lie on a time axis it is the first.
    fn dimension(&self) -> Value {
        let first = self.horizontal() && !matches!(self.frame.x, X::Category(_));
        if first { json!({"dim": 0}) } else { json!({}) }
    }

    /// Totals of several stacks at one place would hide each other.
    fn shows_total(&self) -> bool {
        let stacked = self.stacking == Stacking::Stack && form::text(self.form_data, "stackDimension").is_none();
        stacked && self.is_on("show_value") && self.is_on("only_total")
    }

    fn horizontal(&self) -> bool {
        self.mark == Mark::Bar && form::text(self.form_data, "orientation") == Some("horizontal")
    }

    fn category(&self, row: usize) -> String {
        match &self.frame.x {
            X::Category(labels) => labels[row].clone(),
            X::Time(values) | X::Value(values) => values[row].to_string(),
        }
    }

    fn time_shift<'a>(&'a self, series: &Series) -> Option<&'a str> {
        let shifts = form::texts(self.form_data, "time_compare");
        shifts.into_iter().find(|shift| series.name.ends_with(shift))
    }

    pub fn is_on(&self, name: &str) -> bool {
        form::flag(self.form_data, name)
    }
}

pub(super) fn json_of(series: impl Serialize) -> Result<Value, ChartError> {
    serde_json::to_value(series).map_err(|error| ChartError::Answer(format!("A series cannot be written: {error}")))
}
