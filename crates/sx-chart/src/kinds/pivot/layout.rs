//! The sheet as a table: heads over the columns, names before the rows, formatted cells.

use super::{
    aggregate::Aggregate,
    axis::{ALL, Axis, Key, Names},
    order::Order,
    questions::is_by_metric,
    records::{Measure, Records},
    sheet::Sheet,
};
use crate::{
    Align, Cell, FormData, HeadGroup, Look, TableColumn, TableDrawing, form,
    format::{Currency, SMART_NUMBER, format_number},
    kinds::table::{Format, MOST_ROWS},
};

/// More than these make a page slow, and nobody reads them.
const MOST_COLUMNS: usize = 100;
const MOST_CELLS: usize = 20_000;

pub(super) fn table(form_data: &FormData, records: &Records, look: &Look, rows: &Axis, columns: &Axis) -> TableDrawing {
    let function = form::text(form_data, "aggregateFunction").unwrap_or("Sum");
    let aggregate = Aggregate::of(function);
    let by_metric = is_by_metric(form_data);
    let sheet = Sheet::new(records, rows, columns, by_metric);
    let (row_keys, row_count) = cut(rows, sheet.rows(Order::of(form_data, "rowOrder"), aggregate), MOST_ROWS);
    let across = sheet.columns(Order::of(form_data, "colOrder"), aggregate);
    let (column_keys, column_count) = cut(columns, across, MOST_COLUMNS);
    let (row_keys, _) = cut(rows, row_keys, (MOST_CELLS / column_keys.len().max(1)).max(1));
    let note = note((row_keys.len(), row_count), (column_keys.len(), column_count));

    let total = if by_metric { "Total".into() } else { format!("Total ({function})") };
    let names = Names { records, look, total: total.clone(), at_end: true };
    let groups = groups(columns, &column_keys, rows.levels.len(), &names);
    let of_rows = Names { records, look, total, at_end: false };
    let mut heads: Vec<TableColumn> =
        rows.levels.iter().map(|level| head(of_rows.level(*level), Align::Start)).collect();
    heads.extend(column_keys.iter().map(|key| head(leaf(columns, key, &names), Align::End)));
    let formats: Vec<Format> = records.metrics.iter().map(|name| format(form_data, name, aggregate, look)).collect();
    let row = |key: &Key| {
        let mut cells: Vec<Cell> =
            (0..rows.levels.len()).map(|level| cell(Some(rows.label(key, level, &of_rows)))).collect();
        cells.extend(column_keys.iter().map(|column| {
            let metric = rows.metric_of(key).or_else(|| columns.metric_of(column)).unwrap_or(0);
            let value = sheet.value(key, column, aggregate);
            cell(value.map(|value| text(&formats[metric as usize], value)))
        }));
        cells
    };
    TableDrawing {
        note,
        groups,
        columns: heads,
        row_heads: rows.levels.len(),
        rows: row_keys.iter().map(row).collect(),
        summaries: (0..row_keys.len()).filter(|row| row_keys[*row].contains(&ALL)).collect(),
    }
}

/// The first keys, and the totals, which are last: a total that is not seen would be asked for. With the number of all.
fn cut(axis: &Axis, mut keys: Vec<Key>, most: usize) -> (Vec<Key>, usize) {
    let count = keys.len();
    let totals = keys.iter().filter(|key| axis.is_total(key)).count();
    let mut left = most.saturating_sub(totals);
    keys.retain(|key| {
        let keeps = left > 0 || axis.is_total(key);
        left = left.saturating_sub(usize::from(!axis.is_total(key)));
        keeps
    });
    (keys, count)
}

fn note(rows: (usize, usize), columns: (usize, usize)) -> Option<String> {
    let part = |(shown, all): (usize, usize), what: &str| {
        let count = |number: usize| format_number(",d", number as f64);
        (shown < all).then(|| format!("{} of {} {what}", count(shown), count(all)))
    };
    let parts: Vec<_> = [part(rows, "rows"), part(columns, "columns")].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("{} are shown.", parts.join(" and ")))
}

/// A row of heads for each level but the last, whose names are those of the columns themselves.
fn groups(columns: &Axis, keys: &[Key], row_heads: usize, names: &Names<'_>) -> Vec<Vec<HeadGroup>> {
    let row = |level: usize| {
        let corner = (row_heads > 0).then(|| HeadGroup { label: String::new(), span: row_heads });
        let mut row: Vec<HeadGroup> = corner.into_iter().collect();
        for (at, key) in keys.iter().enumerate() {
            let before = at.checked_sub(1).map(|at| &keys[at][..=level]);
            match row.last_mut() {
                Some(last) if before == Some(&key[..=level]) => last.span += 1,
                _ => row.push(HeadGroup { label: columns.label(key, level, names), span: 1 }),
            }
        }
        row
    };
    (0..columns.levels.len().saturating_sub(1)).map(row).collect()
}

fn leaf(columns: &Axis, key: &Key, names: &Names<'_>) -> String {
    match columns.levels.len().checked_sub(1) {
        Some(last) => columns.label(key, last, names),
        None => "Value".into(),
    }
}

fn head(label: String, align: Align) -> TableColumn {
    TableColumn { label, align }
}

fn cell(text: Option<String>) -> Cell {
    Cell { null: text.is_none(), text: text.unwrap_or_default(), bar: None }
}

fn text(format: &Format, value: Measure) -> String {
    match value {
        Measure::Number(number) => format.number_text(number),
        Measure::Text(text) => text,
    }
}

/// The format that somebody chose, else the metric's own in the dataset. Shares have no unit, and counts no currency.
fn format(form_data: &FormData, metric: &str, aggregate: Aggregate, look: &Look) -> Format {
    let chosen = form::text(form_data, "valueFormat").filter(|spec| *spec != SMART_NUMBER);
    let number = |spec: &str, currency| Format::Number { spec: spec.into(), small: None, currency };
    if aggregate.share_of.is_some() {
        return number(chosen.unwrap_or(",.1%"), None);
    }
    if aggregate.counts() {
        return number(chosen.unwrap_or(",d"), None);
    }
    let saved = look.column_formats.get(metric).map(String::as_str);
    let currency = Currency::from_form(form_data.get("currency_format"))
        .or_else(|| Currency::from_form(look.column_currencies.get(metric)));
    number(chosen.or(saved).unwrap_or(SMART_NUMBER), currency)
}
