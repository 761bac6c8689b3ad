//! Drawings that ECharts does not draw, as pictures: numbers, tables and sentences.

use std::{fmt::Write as _, sync::Arc};

use serde_json::Value;
use sx_chart::{Align, Drawing, NumberDrawing, TableDrawing};

use crate::sparkline::sparkline;

const ROW_HEIGHT: u32 = 22;
const PADDING: u32 = 8;
const FONT: &str = "font-family=\"Inter, sans-serif\"";
/// Of the font size; digits and most small letters are narrower.
const LETTER_WIDTH: f64 = 0.6;

/// A picture of `width` × `height` CSS pixels; of a table as many rows as fit, and how many did not; of a number with a trend
/// its sparkline below. A `Drawing::Chart` is not plain: it gives an empty picture.
pub fn plain_svg(drawing: &Drawing, label: &str, width: u32, height: u32) -> Arc<str> {
    let mut svg = format!(
        "<svg width=\"100%\" height=\"100%\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\">",
        escape(label)
    );
    match drawing {
        Drawing::Number(number) => draw_number(&mut svg, number, width, height),
        Drawing::Table(table) => draw_table(&mut svg, table, width, height),
        Drawing::Empty { message } => text(&mut svg, (width / 2, height / 2), "middle", 14.0, message),
        Drawing::Chart { .. } => {}
    }
    svg.push_str("</svg>");
    svg.into()
}

fn draw_number(svg: &mut String, number: &NumberDrawing, width: u32, height: u32) {
    let trend = number.trend.as_ref().map(|option| sparkline(&trend_values(option), width, height / 2));
    let room = if trend.is_some() { height / 2 } else { height };
    let widest =
        f64::from(width - 2 * PADDING.min(width / 2)) / (number.text.chars().count().max(1) as f64 * LETTER_WIDTH);
    let size = (f64::from(height) * number.header_font_size).min(f64::from(room) * 0.7).min(widest).max(8.0);
    text(svg, (PADDING, (f64::from(room) * 0.2 + size) as u32), "start", size, &number.text);
    if let Some(subheader) = &number.subheader {
        let below = (f64::from(room) * 0.2 + size * 1.5) as u32;
        text(svg, (PADDING, below), "start", (size * 0.4).clamp(10.0, 16.0), subheader);
    }
    if let Some(trend) = trend {
        let place = format!("y=\"{}\" width=\"{width}\" height=\"{}\"", height - height / 2, height / 2);
        svg.push_str(&trend.replacen("width=\"100%\" height=\"100%\"", &place, 1));
    }
}

/// The measures of a trend line's option: its points are `[time, measure]`.
fn trend_values(option: &Value) -> Vec<Option<f64>> {
    let points = option["series"][0]["data"].as_array();
    points.into_iter().flatten().map(|point| point.get(1).unwrap_or(point).as_f64()).collect()
}

fn draw_table(svg: &mut String, table: &TableDrawing, width: u32, height: u32) {
    let mut y = ROW_HEIGHT;
    if let Some(note) = &table.note {
        text(svg, (PADDING, y - 7), "start", 12.0, note);
        y += ROW_HEIGHT;
    }
    let edges = edges(table, width);
    let letters = |from: usize, to: usize| {
        let room = f64::from((edges[to] - edges[from]).saturating_sub(PADDING));
        (room / (12.0 * LETTER_WIDTH)) as usize
    };
    let place = |column: usize, align: Align| match align {
        Align::Start => (edges[column] + PADDING, "start"),
        Align::End => (edges[column + 1].saturating_sub(PADDING), "end"),
    };
    for groups in &table.groups {
        let mut column = 0;
        for group in groups {
            let (x, anchor) = place(column, Align::Start);
            let end = (column + group.span).min(table.columns.len());
            bold_text(svg, (x, y - 7), anchor, &shortened(&group.label, letters(column, end)));
            column = end;
        }
        y += ROW_HEIGHT;
    }
    for (n, column) in table.columns.iter().enumerate() {
        let (x, anchor) = place(n, column.align);
        bold_text(svg, (x, y - 7), anchor, &shortened(&column.label, letters(n, n + 1)));
    }
    let fits = (height.saturating_sub(y) / ROW_HEIGHT) as usize;
    let shown = if table.rows.len() > fits { fits.saturating_sub(1) } else { table.rows.len() };
    for row in &table.rows[..shown] {
        _ = write!(svg, "<path class=\"sx-stroke-split\" d=\"M0 {y}H{width}\"/>");
        y += ROW_HEIGHT;
        for (n, (cell, column)) in row.iter().zip(&table.columns).enumerate() {
            let (x, anchor) = place(n, column.align);
            text(svg, (x, y - 7), anchor, 12.0, &shortened(&cell.text, letters(n, n + 1)));
        }
    }
    if shown < table.rows.len() {
        text(
            svg,
            (PADDING, y + ROW_HEIGHT - 7),
            "start",
            12.0,
            &format!("… and {} more rows", table.rows.len() - shown),
        );
    }
}

/// Where columns begin and, last, where they end: each is as wide as its longest text asks, in proportion.
fn edges(table: &TableDrawing, width: u32) -> Vec<u32> {
    // Short columns stay readable, long ones leave room for the others; the first rows are those that are seen.
    let (fewest, most, seen, gap) = (4, 24, 50, 2);
    let letters = |n: usize| {
        let cells = table.rows.iter().take(seen).filter_map(|row| row.get(n)).map(|cell| cell.text.chars().count());
        cells.chain([table.columns[n].label.chars().count()]).max().unwrap_or(0).clamp(fewest, most) + gap
    };
    let weights: Vec<usize> = (0..table.columns.len()).map(letters).collect();
    let whole = weights.iter().sum::<usize>().max(1) as f64;
    let mut sum = 0;
    let mut edges = vec![0];
    edges.extend(weights.iter().map(|weight| {
        sum += weight;
        (f64::from(width) * sum as f64 / whole) as u32
    }));
    edges
}

fn text(svg: &mut String, at: (u32, u32), anchor: &str, size: f64, content: &str) {
    let (x, y) = at;
    let content = escape(content);
    _ = write!(
        svg,
        "<text class=\"sx-fill-text\" {FONT} x=\"{x}\" y=\"{y}\" font-size=\"{size:.1}\" text-anchor=\"{anchor}\">{content}</text>"
    );
}

fn bold_text(svg: &mut String, at: (u32, u32), anchor: &str, content: &str) {
    let (x, y) = at;
    let content = escape(content);
    _ = write!(
        svg,
        "<text class=\"sx-fill-text\" {FONT} x=\"{x}\" y=\"{y}\" font-size=\"12\" font-weight=\"600\" text-anchor=\"{anchor}\">{content}</text>"
    );
}

fn shortened(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    text.chars().take(letters.saturating_sub(1)).chain(['…']).collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use sx_chart::{Cell, HeadGroup, TableColumn};

    use super::*;

    fn table(rows: usize) -> Drawing {
        let cell = |text: String| Cell { text, bar: None, null: false };
        Drawing::Table(TableDrawing {
            columns: vec![TableColumn { label: "<b>".into(), align: Align::Start }],
            rows: (0..rows).map(|n| vec![cell(format!("row {n}"))]).collect(),
            ..TableDrawing::default()
        })
    }

    #[test]
    fn rows_that_do_not_fit_are_counted() {
        let svg = plain_svg(&table(20), "t", 300, 100);
        assert!(svg.contains("… and 18 more rows"), "{svg}");
        assert!(svg.contains("&lt;b&gt;") && !svg.contains("<b>"));
        assert!(!plain_svg(&table(2), "t", 300, 100).contains("more rows"));
    }

    #[test]
    fn groups_of_columns_stand_above_them() {
        let column = |label: &str| TableColumn { label: label.into(), align: Align::End };
        let group = |label: &str, span| HeadGroup { label: label.into(), span };
        let drawing = Drawing::Table(TableDrawing {
            groups: vec![vec![group("", 1), group("Sales", 2)]],
            columns: vec![column("Country"), column("2003"), column("2004")],
            ..TableDrawing::default()
        });
        let svg = plain_svg(&drawing, "t", 300, 100);
        assert!(svg.contains("x=\"136\" y=\"15\"") && svg.contains(">Sales</text>"), "{svg}");
        assert!(svg.contains("x=\"206\" y=\"37\"") && svg.contains(">2003</text>"), "{svg}");
    }

    #[test]
    fn a_trend_has_the_lower_half() {
        let trend = serde_json::json!({ "series": [{ "data": [[0, 1.0], [1, null], [2, 3.0]] }] });
        let number = NumberDrawing {
            text: "3".into(),
            header_font_size: 0.4,
            subheader: Some("up".into()),
            subheader_font_size: 0.1,
            trend: Some(trend),
        };
        let svg = plain_svg(&Drawing::Number(number), "n", 400, 100);
        assert!(svg.contains("y=\"50\" width=\"400\" height=\"50\"") && svg.contains(">up</text>"), "{svg}");
    }

    #[test]
    fn a_number_shrinks_to_its_width() {
        let number = |text: &str| {
            Drawing::Number(NumberDrawing {
                text: text.into(),
                header_font_size: 0.4,
                subheader: None,
                subheader_font_size: 0.1,
                trend: None,
            })
        };
        assert!(plain_svg(&number("12"), "n", 400, 100).contains("font-size=\"40.0\""));
        assert!(plain_svg(&number(&"1".repeat(40)), "n", 400, 100).contains("font-size=\"16.0\""));
    }
}
