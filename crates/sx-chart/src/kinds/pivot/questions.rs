//! What a pivot table asks: its cells, and the totals too when they are to be what the metric says.

use sx_query::{ColumnRef, QueryObject};

use super::{
    axis::{Axis, axes},
    dates,
    order::Order,
};
use crate::{ChartError, FormData, ask, form};

/// The `aggregateFunction` that leaves totals to the database: an average of averages is no average.
pub(super) const BY_METRIC: &str = "Metric";

/// Whether the database computes the totals.
pub(super) fn is_by_metric(form_data: &FormData) -> bool {
    form::text(form_data, "aggregateFunction") == Some(BY_METRIC)
}

/// The names of the dimensions in the answer, rows before columns, and the axes over them.
pub(super) fn dimensions(form_data: &FormData) -> (Vec<String>, Axis, Axis) {
    let (mut names, across) = (form::labels(form_data, "groupbyRows"), form::labels(form_data, "groupbyColumns"));
    let (rows, columns) = axes(form_data, names.len(), across.len());
    names.extend(across);
    (names, rows, columns)
}

pub(super) fn queries(form_data: &FormData) -> Result<Vec<QueryObject>, ChartError> {
    let mut query = ask::base(form_data)?;
    let grain = query.extras.time_grain_sqla.clone();
    let column = |name: &str, value| {
        let column = ask::column(name, value)?;
        Ok(match &column {
            ColumnRef::Name(name) if grain.is_some() && dates::has_grain(form_data, name) => {
                ColumnRef::Adhoc(ask::base_axis(column, grain.clone()))
            }
            ColumnRef::Name(_) | ColumnRef::Adhoc(_) => column,
        })
    };
    let all = |name: &'static str| form::list(form_data, name).iter().map(move |value| column(name, value));
    let across = all("groupbyColumns").collect::<Result<Vec<_>, _>>()?;
    let down = all("groupbyRows").collect::<Result<Vec<_>, _>>()?;
    query.orderby = ask::normalized_order(&query);
    query.columns = ask::unique_columns(across.iter().chain(&down).cloned().collect());
    let dimensions: Vec<_> = down.into_iter().chain(across).collect();
    let mut queries = vec![query.clone()];
    for kept in levels(form_data) {
        let columns = kept.into_iter().map(|dimension| dimensions[dimension].clone()).collect();
        queries.push(QueryObject { columns: ask::unique_columns(columns), ..query.clone() });
    }
    Ok(queries)
}

/// The dimensions of each question after the first one, when the database computes the totals that are shown, and those
/// that rows and columns are sorted by.
pub(super) fn levels(form_data: &FormData) -> Vec<Vec<usize>> {
    if !is_by_metric(form_data) {
        return Vec::new();
    }
    let (_, rows, columns) = dimensions(form_data);
    let lengths = |axis: &Axis, sorts_others: bool| {
        let shown = |kept: &usize| axis.shows(*kept) || (*kept == 0 && sorts_others);
        (0..=axis.depth()).rev().filter(shown).collect::<Vec<_>>()
    };
    let by_value = |control| Order::of(form_data, control).by_value;
    let across = lengths(&columns, by_value("rowOrder"));
    let mut levels = Vec::new();
    for down in lengths(&rows, by_value("colOrder")) {
        levels.extend(across.iter().map(|across| [rows.first(down), columns.first(*across)].concat()));
    }
    // The first one keeps them all: that is the question for the cells.
    levels.split_off(1)
}
