//! Rows and columns: aggregated, or the raw rows of the dataset.

mod columns;
mod questions;
mod rows;

use serde_json::json;
use sx_query::{QueryObject, Table};

use super::{panel::*, samples};
use crate::{
    ChartError, ChartKind, Drawing, FormData, Look, TableColumn, TableDrawing, cells,
    controls::{Input, Part, Section, When},
    form::with_defaults,
};

pub(super) use columns::{Format, Shown, plain_time_format};
pub(super) use rows::{MOST_ROWS, body};

pub(super) struct TableKind;

const GROUPS: When = When::Records(false);
const RECORDS: When = When::Records(true);

static CONTROLS: &[Section] = &[
    Section {
        label: "Query",
        part: Part::Data,
        controls: &[
            control(
                "query_mode",
                "Query mode",
                Input::Select { options: &[("aggregate", "Aggregate"), ("raw", "Raw records")] },
                "",
            ),
            control("groupby", "Dimensions", COLUMNS, "[]").when(GROUPS),
            TIME_GRAIN.when(When::All(&[GROUPS, When::Time(&["groupby"])])),
            TIME_COLUMNS,
            control("metrics", "Metrics", METRICS, "[]").when(GROUPS),
            control("percent_metrics", "Percentage metrics", METRICS, "[]")
                .help("Each row's share of the sum.")
                .when(GROUPS),
            control(
                "percent_metric_calculation",
                "Percentages of",
                Input::Select { options: &[("row_limit", "The rows shown"), ("all_records", "All records")] },
                "\"row_limit\"",
            )
            .when(When::All(&[GROUPS, When::Filled("percent_metrics")])),
            control("all_columns", "Columns", COLUMNS, "[]").required().when(RECORDS),
            FILTERS,
            control("timeseries_limit_metric", "Sort by", METRIC, "").when(GROUPS),
            control("order_by_cols", "Ordering", Input::Ordering, "[]").when(RECORDS),
            control("order_desc", "Sort descending", Input::Toggle, "true").when(GROUPS),
            control("row_limit", "Row limit", ROWS, "1000"),
            control("server_pagination", "Server pagination", Input::Toggle, "false"),
            control("server_page_length", "Server page length", PAGE, "10").when(When::On("server_pagination")),
            control("show_totals", "Show summary", Input::Toggle, "false").when(GROUPS),
        ],
    },
    Section {
        label: "Look",
        part: Part::Look,
        controls: &[
            control("table_timestamp_format", "Time format", Input::TimeFormat, "\"smart_date\""),
            control("page_length", "Page length", PAGE, ""),
            control("include_search", "Search box", Input::Toggle, "false"),
            control("show_cell_bars", "Show cell bars", Input::Toggle, "true"),
            control("align_pn", "Align positive and negative", Input::Toggle, "false"),
            control("color_pn", "Color positive and negative", Input::Toggle, "true"),
            control("allow_rearrange_columns", "Allow columns to be rearranged", Input::Toggle, "false"),
        ],
    },
];

impl ChartKind for TableKind {
    fn id(&self) -> &'static str {
        "table"
    }

    fn name(&self) -> &'static str {
        "Table"
    }

    fn category(&self) -> &'static str {
        "Table"
    }

    fn controls(&self) -> &'static [Section] {
        CONTROLS
    }

    fn queries(&self, form: &FormData) -> Result<Vec<QueryObject>, ChartError> {
        questions::queries(&with_defaults(form, CONTROLS))
    }

    fn draw(&self, form: &FormData, tables: &[&Table], look: &Look) -> Result<Drawing, ChartError> {
        let form = &with_defaults(form, CONTROLS);
        let table = cells::first_table(tables)?;
        if table.row_count() == 0 {
            return Ok(cells::empty());
        }
        let totals = questions::totals_position(form).and_then(|position| tables.get(position).copied());
        let overall = questions::all_records_position(form).and_then(|position| tables.get(position).copied());
        let shown = columns::shown(form, table, overall, look);
        let mut rows = body(&shown, table.row_count());
        let mut summaries = Vec::new();
        if let Some(totals) = totals.filter(|totals| totals.row_count() > 0) {
            summaries.push(rows.len());
            rows.push(rows::summary(&shown, totals));
        }
        let note = rows::note(table.row_count(), questions::row_count(form, tables));
        let columns = heads(&shown);
        Ok(Drawing::Table(TableDrawing { note, columns, rows, summaries, ..TableDrawing::default() }))
    }

    fn sample(&self) -> (FormData, Vec<Table>) {
        let form = samples::form(json!({
            "viz_type": "table", "query_mode": "aggregate", "groupby": ["product_line", "first_order"],
            "metrics": ["sold"], "percent_metrics": ["sold"], "adhoc_filters": [], "time_grain_sqla": "P3M",
        }));
        let table = samples::table(vec![
            samples::texts("product_line", &["Classic cars", "Vintage cars", "Planes"]),
            samples::quarters("first_order", 3),
            samples::numbers("sold", &[Some(33_992.0), Some(21_069.0), None]),
            samples::numbers("%sold", &[Some(0.617_36), Some(0.382_64), None]),
        ]);
        (form, vec![table])
    }
}

pub(super) fn heads(shown: &[Shown<'_>]) -> Vec<TableColumn> {
    shown.iter().map(|column| TableColumn { label: column.label.clone(), align: column.align }).collect()
}
