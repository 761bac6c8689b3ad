//! Small answers that look like real ones, for the gallery and the tests.

use serde_json::Value;
use sx_query::{Column, Kind, Table, Values};

use crate::FormData;

/// The form, from a JSON object.
pub(super) fn form(value: Value) -> FormData {
    match value {
        Value::Object(map) => map,
        _ => FormData::new(),
    }
}

pub(super) fn table(columns: Vec<Column>) -> Table {
    Table { columns }
}

pub(super) fn texts(name: &str, values: &[&str]) -> Column {
    let values = values.iter().map(|text| Some((*text).into())).collect();
    Column { name: name.into(), kind: Kind::String, values: Values::Text(values) }
}

pub(super) fn numbers(name: &str, values: &[Option<f64>]) -> Column {
    Column { name: name.into(), kind: Kind::Numeric, values: Values::Float(values.to_vec()) }
}

/// The first days of the quarters from 2024 on.
pub(super) fn quarters(name: &str, count: usize) -> Column {
    const DAYS: [i64; 8] = [19_723, 19_814, 19_905, 19_997, 20_089, 20_179, 20_270, 20_362];
    let times = DAYS.iter().cycle().take(count.min(DAYS.len())).map(|day| Some(day * 86_400_000_000)).collect();
    Column { name: name.into(), kind: Kind::Temporal, values: Values::Time(times) }
}

/// Revenue of three product lines in six quarters, one of them not sold yet in the first.
pub(super) fn quarterly_sales() -> Table {
    let some = |values: [f64; 6]| values.map(Some);
    let mut planes = some([0.0, 94.0, 120.5, 180.0, 77.25, 101.0]);
    planes[0] = None;
    table(vec![
        quarters("order_date", 6),
        numbers("Classic cars", &some([166_682.9, 208_309.9, 280_129.1, 829_663.5, 336_970.4, 262_361.2])),
        numbers("Planes", &planes.map(|value| value.map(|thousand| thousand * 1000.0))),
        numbers("Ships", &some([27_050.4, 56_444.3, 46_171.3, 115_155.2, 81_667.9, 53_651.0])),
    ])
}

/// The `x_axis`, metric and dimension that [`quarterly_sales`] answers.
pub(super) fn quarterly_form(viz_type: &str) -> FormData {
    form(serde_json::json!({
        "viz_type": viz_type,
        "x_axis": "order_date",
        "time_grain_sqla": "P3M",
        "metrics": [{"expressionType": "SIMPLE", "aggregate": "SUM", "column": {"column_name": "sales"}, "label": "Revenue"}],
        "groupby": ["product_line"],
        "adhoc_filters": [],
        "row_limit": 10000,
    }))
}
