//! The example tables: Parquet files in `end2end/data`, and their rows as the text that the other databases load.

use std::{path::Path, sync::Arc, time::Duration};

use chrono::DateTime;
use sx_connect::{ConnectionUri, DataRoots, Limits, Source, SourceQuery, connector_for};
use sx_query::{Table, Values};

use crate::harness::workspace;

pub const TABLES: [&str; 4] = ["cleaned_sales_data", "hierarchical_dataset", "project_management", "video_game_sales"];

const LIMITS: Limits = Limits { rows: 100_000, bytes: 100_000_000, timeout: Duration::from_secs(60) };

/// The engine's own answer, without Sextant's planner and guard before it.
pub fn open_folder(folder: &Path) -> Arc<dyn Source> {
    let uri = ConnectionUri::parse(&format!("duckdb:///{}", folder.display())).unwrap();
    connector_for(&uri).unwrap().open(&uri, &DataRoots::new([folder.to_owned()])).unwrap()
}

pub async fn ask(source: &dyn Source, sql: &str) -> Table {
    let query = SourceQuery { sql: sql.to_owned(), params: Vec::new(), limits: LIMITS, tag: String::new() };
    source.collect(query).await.unwrap_or_else(|error| panic!("{sql}: {error}"))
}

/// Each table with its name.
pub async fn dumps() -> Vec<(&'static str, Dump)> {
    let source = open_folder(&workspace().join("end2end/data"));
    let mut dumps = Vec::new();
    for table in TABLES {
        dumps.push((table, Dump(ask(&*source, &format!("SELECT * FROM {table}")).await)));
    }
    dumps
}

/// A table as other databases read it; `rows` is for `COPY` and `LOAD DATA`.
pub struct Dump(Table);

impl Dump {
    pub fn rows(&self) -> String {
        let cell = |cell: Option<String>| cell.map_or_else(|| "\\N".to_owned(), |text| escaped(&text));
        let line = |row: Vec<Option<String>>| row.into_iter().map(cell).collect::<Vec<_>>().join("\t") + "\n";
        self.cells().map(line).collect()
    }

    /// With a line of names; nothing stands for NULL.
    pub fn csv(&self) -> String {
        let cell =
            |cell: Option<String>| cell.map(|text| format!("\"{}\"", text.replace('"', "\"\""))).unwrap_or_default();
        let line = |row: Vec<Option<String>>| row.into_iter().map(cell).collect::<Vec<_>>().join(",") + "\n";
        let names = self.0.columns.iter().map(|column| Some(column.name.clone())).collect();
        [names].into_iter().chain(self.cells()).map(line).collect()
    }

    /// Row by row, as texts.
    pub fn cells(&self) -> impl Iterator<Item = Vec<Option<String>>> {
        let row = |at| self.0.columns.iter().map(|column| text(&column.values, at)).collect();
        (0..self.0.row_count()).map(row)
    }

    /// Names and types; `types` are those of whole numbers, floats, texts, truth and times.
    pub fn columns(&self, types: [&str; 5], quote: char) -> String {
        let [int, float, text, boolean, time] = types;
        let column = |column: &sx_query::Column| {
            let type_name = match column.values {
                Values::Int(_) => int,
                Values::Float(_) => float,
                Values::Text(_) | Values::Json(_) => text,
                Values::Bool(_) => boolean,
                Values::Time(_) => time,
            };
            format!("{quote}{}{quote} {type_name}", column.name)
        };
        self.0.columns.iter().map(column).collect::<Vec<_>>().join(", ")
    }
}

fn text(values: &Values, at: usize) -> Option<String> {
    match values {
        Values::Int(values) => values[at].map(|number| number.to_string()),
        Values::Float(values) => values[at].map(|number| number.to_string()),
        Values::Text(values) => values[at].as_deref().map(str::to_owned),
        Values::Bool(values) => values[at].map(|is_true| u8::from(is_true).to_string()),
        Values::Time(values) => values[at]
            .map(|micros| DateTime::from_timestamp_micros(micros).unwrap().format("%Y-%m-%d %H:%M:%S%.6f").to_string()),
        Values::Json(values) => values[at].as_ref().map(|value| value.to_string()),
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r")
}
