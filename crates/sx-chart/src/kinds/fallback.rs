//! A kind that is not drawn yet: its rows as a table, and a sentence that says so.

use std::collections::HashSet;

use serde_json::{Value, json};
use sx_query::{Kind, QueryObject, Table};

use super::{
    samples,
    table::{Format, MOST_ROWS, Shown, body, heads, plain_time_format},
};
use crate::{Align, ChartError, ChartKind, Drawing, FormData, Look, TableDrawing, ask, cells, controls::Section, form};

pub(super) struct Fallback;

/// Where kinds keep their columns and their metrics.
const COLUMNS: &[&str] = &[
    "x_axis",
    "groupby",
    "groupbyRows",
    "groupbyColumns",
    "columns",
    "all_columns",
    "all_columns_x",
    "all_columns_y",
    "series",
    "entity",
    "source",
    "target",
    "source_category",
    "target_category",
    "id",
    "parent",
    "name",
    "start_time",
    "end_time",
    "y_axis",
    "subcategories",
    "dimension",
    "column",
    "tooltip_columns",
];
const METRICS: &[&str] =
    &["metrics", "metric", "metric_2", "secondary_metric", "size", "x", "y", "tooltip_metrics", "percent_metrics"];

impl ChartKind for Fallback {
    fn id(&self) -> &'static str {
        "fallback"
    }

    fn name(&self) -> &'static str {
        "Rows"
    }

    fn category(&self) -> &'static str {
        "Table"
    }

    fn controls(&self) -> &'static [Section] {
        &[]
    }

    fn queries(&self, form_data: &FormData) -> Result<Vec<QueryObject>, ChartError> {
        let mut query = ask::base(form_data)?;
        let columns = collect(form_data, COLUMNS).map(|(name, value)| ask::column(name, value));
        query.columns = ask::unique_columns(columns.filter_map(Result::ok).collect());
        let metrics = collect(form_data, METRICS).filter(|(_, value)| is_metric(value));
        let metrics = metrics.map(|(name, value)| ask::metric(name, value)).filter_map(Result::ok).collect();
        let metrics = ask::unique_metrics(metrics);
        // Without metrics these are rows, not groups: a raw kind asks for what is there.
        query.metrics = (!metrics.is_empty()).then_some(metrics);
        query.orderby = ask::normalized_order(&query);
        query.row_limit = Some(query.row_limit.filter(|limit| *limit > 0).unwrap_or(MOST_ROWS as i64));
        if query.columns.is_empty() && query.metrics.is_none() {
            return Err(ChartError::Form(format!(
                "{} It names no columns and no metrics.",
                sentence(form_data, "not drawn yet.")
            )));
        }
        ask::mark_base_axis(form_data, &mut query);
        Ok(vec![query])
    }

    fn draw(&self, form_data: &FormData, tables: &[&Table], look: &Look) -> Result<Drawing, ChartError> {
        let table = cells::first_table(tables)?;
        if table.row_count() == 0 {
            return Ok(cells::empty());
        }
        let metrics: HashSet<_> = METRICS.iter().flat_map(|name| form::labels(form_data, name)).collect();
        let column = |column| plain(column, metrics.contains(&column.name), look);
        let shown: Vec<_> = table.columns.iter().map(column).collect();
        let mut note = sentence(form_data, "not drawn yet; its rows are shown instead.");
        if table.row_count() > MOST_ROWS {
            note.push_str(&format!(" The first {MOST_ROWS} of {} are here.", table.row_count()));
        }
        let rows = body(&shown, table.row_count());
        Ok(Drawing::Table(TableDrawing { note: Some(note), columns: heads(&shown), rows, ..TableDrawing::default() }))
    }

    fn sample(&self) -> (FormData, Vec<Table>) {
        let form = samples::form(json!({
            "viz_type": "horizon", "groupby": ["product_line"], "metrics": ["revenue"], "granularity_sqla": "order_date",
            "time_range": "No filter", "adhoc_filters": [],
        }));
        let table = samples::table(vec![
            samples::texts("product_line", &["Classic cars", "Planes"]),
            samples::numbers("revenue", &[Some(3_919_615.7), Some(975_003.6)]),
        ]);
        (form, vec![table])
    }
}

fn collect<'a>(form_data: &'a FormData, names: &'static [&str]) -> impl Iterator<Item = (&'static str, &'a Value)> {
    names.iter().flat_map(|name| form::list(form_data, name).iter().map(|value| (*name, value)))
}

/// `size`, `x` and `y` hold metrics in one kind and plain numbers in another.
fn is_metric(value: &Value) -> bool {
    value.is_object() || value.as_str().is_some_and(|text| !text.is_empty() && text.parse::<f64>().is_err())
}

fn sentence(form_data: &FormData, rest: &str) -> String {
    match form::text(form_data, "viz_type") {
        Some(kind) => format!("This chart's kind, “{kind}”, is {rest}"),
        None => format!("This chart's kind is {rest}"),
    }
}

fn plain<'a>(column: &'a sx_query::Column, is_metric: bool, look: &Look) -> Shown<'a> {
    let numeric = column.kind == Kind::Numeric;
    let format = match column.kind {
        Kind::Temporal => plain_time_format(column),
        Kind::Numeric if is_metric => Format::of_metric(look, &column.name),
        Kind::Numeric | Kind::String | Kind::Boolean => Format::Plain,
    };
    let align = if numeric { Align::End } else { Align::Start };
    let label = look.shown(&column.name).to_owned();
    Shown { label, align, format, column, bars: numeric && is_metric, whole: None }
}
