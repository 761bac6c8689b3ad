//! Tables as texts: for the grid, the clipboard and downloads.

use sx_query::{Kind, Table, Values};

/// NULL is `None`.
pub fn cell(table: &Table, row: usize, column: usize) -> Option<String> {
    match &table.columns.get(column)?.values {
        Values::Int(values) => values.get(row)?.map(|value| value.to_string()),
        Values::Float(values) => values.get(row)?.map(|value| value.to_string()),
        Values::Bool(values) => values.get(row)?.map(|value| value.to_string()),
        Values::Text(values) => values.get(row)?.as_deref().map(str::to_owned),
        Values::Time(values) => values.get(row)?.map(time),
        Values::Json(values) => values.get(row)?.as_ref().map(ToString::to_string),
    }
}

pub fn is_number(kind: Kind) -> bool {
    kind == Kind::Numeric
}

pub fn row_count(table: &Table) -> usize {
    table.columns.first().map_or(0, |column| column.values.len())
}

/// The rows that hold the text somewhere, in their order.
pub fn found(table: &Table, search: &str) -> Vec<usize> {
    let wanted = search.trim().to_lowercase();
    let holds = |row: &usize| {
        wanted.is_empty()
            || (0..table.columns.len())
                .any(|column| cell(table, *row, column).is_some_and(|text| text.to_lowercase().contains(&wanted)))
    };
    (0..row_count(table)).filter(holds).collect()
}

/// With tabs between, as spreadsheets take it from the clipboard.
pub fn tsv(table: &Table, rows: &[usize]) -> String {
    written(table, rows, '\t', |text| text.replace(['\t', '\n', '\r'], " "))
}

/// RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe before it.
pub fn csv(table: &Table, rows: &[usize]) -> String {
    written(table, rows, ',', |text| {
        let safe = if text.starts_with(['=', '+', '-', '@']) && text.parse::<f64>().is_err() {
            format!("'{text}")
        } else {
            text.to_owned()
        };
        match safe.contains(['"', ',', '\n', '\r']) {
            true => format!("\"{}\"", safe.replace('"', "\"\"")),
            false => safe,
        }
    })
}

fn written(table: &Table, rows: &[usize], separator: char, quoted: impl Fn(&str) -> String) -> String {
    let mut text = String::new();
    let mut line = |cells: Vec<String>| {
        text.push_str(&cells.join(&separator.to_string()));
        text.push('\n');
    };
    line(table.columns.iter().map(|column| quoted(&column.name)).collect());
    for row in rows {
        let cells = (0..table.columns.len()).map(|column| quoted(&cell(table, *row, column).unwrap_or_default()));
        line(cells.collect());
    }
    text
}

/// Microseconds since 1970, as people write them; a day without a time of day is only the day.
fn time(micros: i64) -> String {
    const DAY: i64 = 86_400_000_000;
    let spec = if micros % DAY == 0 { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M:%S" };
    sx_chart::format::format_time(spec, micros as f64 / 1000.0)
}

#[cfg(test)]
mod tests {
    use sx_query::Column;

    use super::*;

    fn table() -> Table {
        let texts = ["=1+1", "a,\"b\"", "x"].map(|text| Some(text.into())).to_vec();
        let times = vec![Some(0), Some(86_400_000_000 + 3_600_000_000), None];
        Table {
            columns: vec![
                Column { name: "name".into(), kind: Kind::String, values: Values::Text(texts) },
                Column { name: "day".into(), kind: Kind::Temporal, values: Values::Time(times) },
                Column {
                    name: "n".into(),
                    kind: Kind::Numeric,
                    values: Values::Float(vec![Some(-1.5), None, Some(2.0)]),
                },
            ],
        }
    }

    #[test]
    fn rows_are_found_by_what_they_show() {
        assert_eq!(found(&table(), ""), [0, 1, 2]);
        assert_eq!(found(&table(), "1970-01-02"), [1]);
        assert_eq!(found(&table(), " X "), [2]);
    }

    #[test]
    fn files_are_safe_to_open() {
        let expected = "name,day,n\n'=1+1,1970-01-01,-1.5\n\"a,\"\"b\"\"\",1970-01-02 01:00:00,\nx,,2\n";
        assert_eq!(csv(&table(), &[0, 1, 2]), expected);
        assert_eq!(tsv(&table(), &[2]), "name\tday\tn\nx\t\t2\n");
    }
}
