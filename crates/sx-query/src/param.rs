//! A value that travels beside the SQL text, never inside it.

/// What a placeholder stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Param {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    /// Microseconds since 1970-01-01T00:00:00Z.
    Time(i64),
}
