//! What a person says about a file.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// CSV, TSV and the like.
    #[default]
    #[serde(rename = "csv")]
    Delimited,
    /// An array of objects, or one object a line.
    Json,
    /// `.xlsx`.
    Excel,
    /// Parquet.
    Columnar,
}

impl FileKind {
    /// By the name's ending; of what a person may choose the likeliest.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        Some(match extension.to_ascii_lowercase().as_str() {
            "csv" | "tsv" | "txt" => Self::Delimited,
            "json" | "jsonl" | "ndjson" => Self::Json,
            "xlsx" | "xlsm" | "xls" => Self::Excel,
            "parquet" => Self::Columnar,
            _ => return None,
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    #[serde(rename = "utf-8", alias = "utf8")]
    Utf8,
    #[serde(rename = "utf-16le", alias = "utf-16")]
    Utf16Le,
    #[serde(rename = "utf-16be")]
    Utf16Be,
    #[serde(rename = "windows-1252", alias = "latin1", alias = "iso-8859-1")]
    Windows1252,
}

/// Absent is found out from the file. `None` in `header_row`: there is no header.
#[derive(Clone, Debug, PartialEq)]
pub struct FileOptions {
    pub kind: FileKind,
    pub encoding: Option<Encoding>,
    pub delimiter: Option<char>,
    /// From 0, counted behind the rows that are skipped.
    pub header_row: Option<u64>,
    pub skip_rows: u64,
    pub rows_to_read: Option<u64>,
    pub skip_initial_space: bool,
    /// Texts that mean that there is no value. Without it: the usual ones, and in columns of text only the empty text, or the
    /// country code of Namibia would be none.
    pub null_values: Option<Vec<String>>,
    pub decimal: Option<char>,
    /// 03/04/2026 is the third of April.
    pub day_first: Option<bool>,
    pub sheet: Option<String>,
}

impl Default for FileOptions {
    fn default() -> Self {
        Self {
            kind: FileKind::default(),
            encoding: None,
            delimiter: None,
            header_row: Some(0),
            skip_rows: 0,
            rows_to_read: None,
            skip_initial_space: false,
            null_values: None,
            decimal: None,
            day_first: None,
            sheet: None,
        }
    }
}

/// What a column of the new table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnType {
    Text,
    /// 64 bits.
    Integer,
    /// Exact, with ten digits behind the point.
    Decimal,
    /// 64 bits, floating point.
    Number,
    Boolean,
    Date,
    /// To the microsecond; what names an offset is told in UTC.
    Timestamp,
}

impl ColumnType {
    /// Ours, and what pandas and databases call them.
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase();
        Some(match name.split('(').next().unwrap_or_default() {
            "text" | "str" | "string" | "object" | "varchar" | "char" | "category" => Self::Text,
            "integer" | "int" | "int8" | "int16" | "int32" | "int64" | "bigint" | "smallint" => Self::Integer,
            "decimal" | "numeric" => Self::Decimal,
            "number" | "float" | "float32" | "float64" | "double" | "double precision" | "real" => Self::Number,
            "boolean" | "bool" => Self::Boolean,
            "date" => Self::Date,
            "timestamp" | "datetime" | "datetime64" | "datetime64[ns]" => Self::Timestamp,
            _ => return None,
        })
    }
}

/// A column of the file that becomes one of the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnPlan {
    /// As `inspect` calls it.
    pub source: String,
    pub name: String,
    #[serde(rename = "type")]
    pub type_: ColumnType,
}

/// What happens to rows that do not fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BadRows {
    /// Nothing is written.
    #[default]
    Refuse,
    LeaveOut,
    /// The row stays; its cells that do not fit become empty.
    Empty,
}
