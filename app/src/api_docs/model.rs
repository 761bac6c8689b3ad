//! The API as the page shows it.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OperationLine {
    /// `get_chart_id`.
    pub id: String,
    pub tag: String,
    /// In upper case.
    pub method: String,
    pub path: String,
    pub summary: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    pub line: OperationLine,
    pub description: String,
    /// A sentence: what a request must bring along.
    pub access: String,
    pub parameters: Vec<Parameter>,
    pub body: Option<Content>,
    pub answers: Vec<Answer>,
    /// A line for a shell.
    pub curl: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// `path` or `query`.
    pub place: String,
    pub shape: Shape,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Content {
    pub content_type: String,
    pub shape: Shape,
    /// JSON text; empty where there is none.
    pub example: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    pub status: String,
    pub description: String,
    pub content: Option<Content>,
}

/// A schema, its references followed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Shape {
    pub name: String,
    /// “text”, “list of Chart”, “object”.
    pub type_text: String,
    pub is_required: bool,
    pub is_nullable: bool,
    pub description: String,
    pub parts: Vec<Shape>,
}
