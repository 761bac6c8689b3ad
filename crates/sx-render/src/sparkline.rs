//! The trend line of a big number in the first HTML: a tenth of a millisecond, without an engine.

use plotters::{
    backend::{DrawingBackend as _, SVGBackend},
    style::{RGBAColor, ShapeStyle},
};

use crate::{
    theme::sentinel,
    tidy::{Frame, tidy},
};

/// plotters knows whole pixels only: on a larger sheet its steps cannot be seen.
const SCALE: u32 = 4;
const MARGIN: f64 = 2.0;

/// A line through the values at equal distances, with its area, filling its box; `None` is a gap. The colours are
/// the theme's classes. It says nothing to a screen reader: the number beside it does.
pub fn sparkline(values: &[Option<f64>], width: u32, height: u32) -> String {
    let (width, height) = (width.clamp(1, 4096) * SCALE, height.clamp(1, 4096) * SCALE);
    let mut raw = String::new();
    let mut backend = SVGBackend::with_string(&mut raw, (width, height));
    for run in runs(values, f64::from(width), f64::from(height)) {
        draw_run(&mut backend, &run, height.cast_signed());
    }
    // The text is whole only after this; it cannot fail, for it writes to memory.
    _ = backend.present();
    drop(backend);
    let framed = tidy(&raw, &Frame::new(width, height, "", "spark")).unwrap_or_default();
    framed.replacen("role=\"img\" aria-label=\"\"", "aria-hidden=\"true\"", 1)
}

type Point = (i32, i32);

fn draw_run(backend: &mut SVGBackend<'_>, run: &[Point], bottom: i32) {
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return };
    // Writing to memory does not fail.
    if run.len() == 1 {
        _ = backend.draw_circle(*first, SCALE * 2, &ink(1.0, 1), true);
        return;
    }
    let area = run.iter().copied().chain([(last.0, bottom), (first.0, bottom)]);
    _ = backend.fill_polygon(area, &ink(0.12, 1));
    _ = backend.draw_path(run.iter().copied(), &ink(1.0, SCALE * 3 / 2));
}

/// The values as points of the sheet, cut at the gaps.
fn runs(values: &[Option<f64>], width: f64, height: f64) -> Vec<Vec<Point>> {
    let known = || values.iter().flatten().copied().filter(|value| value.is_finite());
    let (low, high) = known().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    let margin = MARGIN * f64::from(SCALE);
    let step = (width - 2.0 * margin) / (values.len().max(2) - 1) as f64;
    let place = |(at, value): (usize, &Option<f64>)| {
        let value = value.filter(|value| value.is_finite())?;
        // All values alike lie in the middle.
        let share = if high > low { (value - low) / (high - low) } else { 0.5 };
        let y = height - margin - share * (height - 2.0 * margin);
        Some(((margin + at as f64 * step).round() as i32, y.round() as i32))
    };
    let points: Vec<Option<Point>> = values.iter().enumerate().map(place).collect();
    points
        .split(Option::is_none)
        .filter(|run| !run.is_empty())
        .map(|run| run.iter().flatten().copied().collect())
        .collect()
}

fn ink(alpha: f64, stroke_width: u32) -> ShapeStyle {
    let hex = sentinel("accent").unwrap_or("#000000");
    let part = |at: usize| hex.get(at..at + 2).and_then(|part| u8::from_str_radix(part, 16).ok()).unwrap_or_default();
    ShapeStyle { color: RGBAColor(part(1), part(3), part(5), alpha), filled: true, stroke_width }
}
