//! What a chart becomes: something that any renderer can show.

use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Drawing {
    /// An ECharts option. It holds no functions: a formatter is an object `{"$format": name, …}` that `js/formatters.ts`
    /// resolves, in the browser and in the server's engine alike.
    Chart {
        option: Value,
    },
    Table(TableDrawing),
    Number(NumberDrawing),
    /// Nothing to draw, and the sentence that says so.
    Empty {
        message: String,
    },
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TableDrawing {
    /// A sentence above the rows: why this is shown as a table, or how many rows were left off.
    pub note: Option<String>,
    /// Rows of heads above the columns' own, from the top down; the spans of each add up to the number of columns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Vec<HeadGroup>>,
    pub columns: Vec<TableColumn>,
    /// How many columns, from the start, name their rows. Equal names below each other may be shown as one.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub row_heads: usize,
    pub rows: Vec<Vec<Cell>>,
    /// Which rows, counted from 0, sum up others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub summaries: Vec<usize>,
}

/// A head over `span` columns; one without a label leaves them free.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadGroup {
    pub label: String,
    pub span: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TableColumn {
    pub label: String,
    pub align: Align,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    Start,
    End,
}

/// A formatted cell; `bar` is the share of the column's largest magnitude, -1 to 1, drawn behind the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bar: Option<f64>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub null: bool,
}

/// A big number. Font sizes are shares of the tile's height.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NumberDrawing {
    pub text: String,
    pub header_font_size: f64,
    pub subheader: Option<String>,
    pub subheader_font_size: f64,
    /// The option of the trend line below.
    pub trend: Option<Value>,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}
