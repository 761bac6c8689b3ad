//! Lines: straight, smooth or in steps, with or without the area below them.

use charming::{
    element::{ItemStyle, Step, Symbol},
    series,
};
use serde_json::{Value, json};

use super::{
    Mark,
    frame::Series,
    marks::{Pen, json_of},
};
use crate::{ChartError, FormData, form, merge};

/// How neighbours are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Curve {
    Straight,
    Smooth,
    /// A value holds from the point before on, …
    Start,
    /// … from half way to half way, …
    Middle,
    /// … or until the next point.
    End,
}

impl Curve {
    /// The kind's own curve, else what the form says. Old forms hold the id of a kind as their line style.
    pub fn of(form_data: &FormData, mark: Mark) -> Self {
        let style = form::text(form_data, "seriesType").unwrap_or_default();
        match (mark, style) {
            (Mark::Bar | Mark::Scatter, _) => Self::Straight,
            (Mark::Smooth, _) => Self::Smooth,
            (Mark::Area | Mark::Line, "smooth" | "echarts_timeseries_smooth") => Self::Smooth,
            (Mark::Area | Mark::Line, "start") => Self::Start,
            (Mark::Area | Mark::Line | Mark::Step, "middle") => Self::Middle,
            (Mark::Area | Mark::Line | Mark::Step, "end") => Self::End,
            (Mark::Step, _) => Self::Start,
            (Mark::Area | Mark::Line, _) => Self::Straight,
        }
    }
}

impl Pen<'_> {
    pub fn line(&self, series: &Series, color: &str, stack: Option<String>) -> Result<Value, ChartError> {
        let curve = Curve::of(self.form_data, self.mark);
        let mut line = series::Line::new().name(series.shown.clone()).item_style(ItemStyle::new().color(color));
        line = match curve {
            Curve::Straight => line,
            Curve::Smooth => line.smooth(true),
            Curve::Start => line.step(Step::Start),
            Curve::Middle => line.step(Step::Middle),
            Curve::End => line.step(Step::End),
        };
        if let Some(stack) = stack {
            line = line.stack(stack);
        }
        // A point without neighbours has no line: only its symbol shows that it is there.
        let values = self.stackable(&series.values);
        let has_lonely = (0..values.len()).any(|row| is_lonely(&values, row));
        line = match (self.shows_symbols(), has_lonely) {
            (true, _) => line.symbol_size(self.marker_size()),
            (false, true) => line.symbol(Symbol::None),
            (false, false) => line.show_symbol(false),
        };
        let opacity = form::number(self.form_data, "opacity").unwrap_or(0.2).clamp(0.0, 1.0);
        let mut value = json_of(line)?;
        merge(
            &mut value,
            json!({
                "areaStyle": self.fills().then(|| json!({"opacity": opacity})),
                // A smooth line must not swing below zero between two points above it.
                "smoothMonotone": (curve == Curve::Smooth).then_some("x"),
            }),
        );
        Ok(value)
    }

    /// Whether the area below the line is coloured.
    pub fn fills(&self) -> bool {
        self.mark == Mark::Area || (self.mark.is_line() && self.is_on("area"))
    }
}

pub(super) fn is_lonely(values: &[Option<f64>], row: usize) -> bool {
    let is_gap = |index: Option<usize>| index.and_then(|index| values.get(index)).is_none_or(Option::is_none);
    values[row].is_some() && is_gap(row.checked_sub(1)) && is_gap(row.checked_add(1))
}
