//! Rows of the answer as slices.

use sx_query::Table;

use crate::{ChartError, FormData, Look, cells, form};

pub(super) struct Slice {
    /// As in the answer: colours go by it.
    pub key: String,
    /// As people read it.
    pub name: String,
    pub value: f64,
}

pub(super) fn read(form: &FormData, table: &Table, look: &Look) -> Result<Vec<Slice>, ChartError> {
    let Some(metric) = form::labels(form, "metric").pop() else {
        return Err(ChartError::Form("A pie chart needs a metric".into()));
    };
    if table.row_count() == 0 {
        return Ok(Vec::new());
    }
    let values = cells::require(table, &metric)?;
    let keys: Vec<_> = form::labels(form, "groupby").iter().filter_map(|name| table.column(name)).collect();
    let dates = form::text(form, "date_format").unwrap_or("smart_date");
    let name = |row| match keys.as_slice() {
        [] => metric.clone(),
        keys => keys.iter().map(|key| cells::formatted_label(key, row, dates)).collect::<Vec<_>>().join(", "),
    };
    let slice = |row| {
        let (key, value) = (name(row), cells::number(values, row)?);
        // Without dimensions the one slice is the metric itself.
        let name = if keys.is_empty() { look.shown(&key).to_owned() } else { key.clone() };
        Some(Slice { key, name, value })
    };
    Ok((0..table.row_count()).filter_map(slice).collect())
}

/// Only where the form asks for it: slices below the threshold become one.
pub(super) fn join_small(form: &FormData, slices: Vec<Slice>) -> Vec<Slice> {
    let least = form::number(form, "threshold_for_other").unwrap_or(0.0) / 100.0 * total(&slices);
    if least <= 0.0 {
        return slices;
    }
    let (mut kept, small): (Vec<_>, Vec<_>) = slices.into_iter().partition(|slice| slice.value >= least);
    if !small.is_empty() {
        kept.push(Slice {
            key: "Other".into(),
            name: "Other".into(),
            value: small.iter().map(|slice| slice.value).sum(),
        });
    }
    kept
}

pub(super) fn total(slices: &[Slice]) -> f64 {
    slices.iter().map(|slice| slice.value).sum()
}
