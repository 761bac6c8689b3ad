//! Rows by columns: a value for each pair of groups, with totals of the rows and of the columns.

mod aggregate;
mod axis;
mod dates;
mod layout;
mod order;
mod plain;
mod questions;
mod records;
mod sheet;

use serde_json::json;
use sx_query::{QueryObject, Table};

use super::{panel::*, samples};
use crate::{
    ChartError, ChartKind, Drawing, FormData, Look, Turn, cells,
    controls::{Input, Part, Section, When},
    form::{self, with_defaults},
    format::format_number,
};

use axis::Axis;
use records::Records;

pub(super) struct Pivot;

const ORDERS: &[(&str, &str)] = &[
    ("key_a_to_z", "Name, a to z"),
    ("key_z_to_a", "Name, z to a"),
    ("value_a_to_z", "Value, ascending"),
    ("value_z_to_a", "Value, descending"),
];

static CONTROLS: &[Section] = &[
    Section {
        label: "Query",
        part: Part::Data,
        controls: &[
            control("groupbyColumns", "Columns", COLUMNS, "[]"),
            control("groupbyRows", "Rows", COLUMNS, "[]"),
            TIME_GRAIN.when(When::Time(&["groupbyRows", "groupbyColumns"])),
            TIME_COLUMNS,
            control("metrics", "Metrics", METRICS, "[]").required(),
            control(
                "metricsLayout",
                "Metrics are",
                Input::Select { options: &[("COLUMNS", "Columns"), ("ROWS", "Rows")] },
                "\"COLUMNS\"",
            ),
            FILTERS,
            control("series_limit", "Series limit", Input::Number { min: 0.0, max: 500.0, step: 1.0 }, ""),
            control("row_limit", "Cell limit", ROWS, "10000"),
            control("series_limit_metric", "Sort by", METRIC, ""),
            control("order_desc", "Sort descending", Input::Toggle, "true"),
        ],
    },
    Section {
        label: "Totals",
        part: Part::Look,
        controls: &[
            control(
                "aggregateFunction",
                "Aggregation function",
                Input::Select { options: aggregate::OPTIONS },
                "\"Sum\"",
            ),
            control("rowTotals", "Show rows total", Input::Toggle, "false"),
            control("rowSubTotals", "Show rows subtotal", Input::Toggle, "false"),
            control("colTotals", "Show columns total", Input::Toggle, "false"),
            control("colSubTotals", "Show columns subtotal", Input::Toggle, "false"),
            control("rowSubtotalPosition", "Subtotals of rows on top", Input::Toggle, "false"),
            control("colSubtotalPosition", "Subtotals of columns on the left", Input::Toggle, "false"),
        ],
    },
    Section {
        label: "Look",
        part: Part::Look,
        controls: &[
            control("transposePivot", "Swap rows and columns", Input::Toggle, "false"),
            control("combineMetric", "Metrics side by side within each column", Input::Toggle, "false"),
            control("valueFormat", "Number format", Input::NumberFormat, "\"SMART_NUMBER\""),
            CURRENCY,
            control("date_format", "Time format", Input::TimeFormat, "\"smart_date\""),
            control("rowOrder", "Order of rows", Input::Select { options: ORDERS }, "\"key_a_to_z\""),
            control("colOrder", "Order of columns", Input::Select { options: ORDERS }, "\"key_a_to_z\""),
        ],
    },
];

impl ChartKind for Pivot {
    fn id(&self) -> &'static str {
        "pivot_table_v2"
    }

    fn name(&self) -> &'static str {
        "Pivot table"
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
        let (records, rows, columns) = records(form, tables, look)?;
        if records.all.is_empty() {
            return Ok(cells::empty());
        }
        let mut drawing = layout::table(form, &records, look, &rows, &columns);
        let notes: Vec<_> = drawing.note.take().into_iter().chain(cut_totals(form, table.row_count())).collect();
        drawing.note = (!notes.is_empty()).then(|| notes.join(" "));
        Ok(Drawing::Table(drawing))
    }

    fn turn(&self) -> Option<Turn> {
        Some(turned)
    }

    fn sample(&self) -> (FormData, Vec<Table>) {
        let form = samples::form(json!({
            "viz_type": "pivot_table_v2", "groupbyRows": ["country", "city"], "groupbyColumns": ["deal_size"],
            "metrics": ["revenue"], "adhoc_filters": [], "rowTotals": true, "colTotals": true, "rowSubTotals": true,
            "valueFormat": ",d",
        }));
        let table = samples::table(vec![
            samples::texts("country", &["Spain", "Spain", "France", "France", "France"]),
            samples::texts("city", &["Madrid", "Madrid", "Paris", "Lyon", "Paris"]),
            samples::texts("deal_size", &["Large", "Small", "Small", "Small", "Large"]),
            samples::numbers("revenue", &[450_054.3, 90_120.5, 268_944.7, 142_874.3, 61_003.0].map(Some)),
        ]);
        (form, vec![table])
    }
}

fn turned(form: &FormData, tables: &[&Table], look: &Look) -> Result<Table, ChartError> {
    let form = &with_defaults(form, CONTROLS);
    let (records, rows, columns) = records(form, tables, look)?;
    Ok(plain::table(form, &records, look, &rows, &columns))
}

/// All cells, those of totals among them where the database computed them. `form` has its defaults.
fn records(form: &FormData, tables: &[&Table], look: &Look) -> Result<(Records, Axis, Axis), ChartError> {
    let (names, rows, columns) = questions::dimensions(form);
    let mut records = Records::read(form, &names, cells::first_table(tables)?, look)?;
    for (kept, table) in questions::levels(form).iter().zip(tables.iter().skip(1)) {
        records.add(form, &names, kept, table)?;
    }
    Ok((records, rows, columns))
}

/// Totals are made of the cells that came: when some did not, the totals lack them.
fn cut_totals(form: &FormData, count: usize) -> Option<String> {
    let limit = form::number(form, "row_limit").filter(|limit| *limit > 0.0 && count as f64 >= *limit)?;
    let has_totals =
        ["rowTotals", "colTotals", "rowSubTotals", "colSubTotals"].iter().any(|name| form::flag(form, name));
    has_totals
        .then(|| format!("Totals are of the first {} cells, which is this chart's limit.", format_number(",d", limit)))
}
