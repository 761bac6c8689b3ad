//! What is asked for, and what can go wrong.

use std::time::Duration;

use serde_json::Value;

/// One drawing to be made.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    /// An ECharts option, as `sx_chart::Drawing::Chart` holds it. Its formatters are names.
    pub option: &'a Value,
    /// The size of the tile in CSS pixels; the picture scales, but its text is laid out for this size.
    pub width: u32,
    pub height: u32,
    /// What a screen reader says in place of the picture.
    pub label: &'a str,
    /// Begins each id inside the picture: two pictures of one page need two prefixes. Letters, digits and hyphens.
    pub id_prefix: &'a str,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// The option has no series, or one of a type that the engine does not know.
    #[error("the chart has nothing that can be drawn here")]
    Empty,
    #[error("drawing took longer than {0:?}")]
    Deadline(Duration),
    #[error("drawing needed more than {0} MB")]
    Memory(usize),
    /// The queue is full: ask again later, or let the browser draw.
    #[error("too many drawings are waiting")]
    Busy,
    /// The option made ECharts fail.
    #[error("the chart could not be drawn: {0}")]
    Script(String),
    /// The drawing holds an element or attribute that pictures may not have.
    #[error("the drawing holds something that a picture may not have: {0}")]
    Unsafe(String),
    /// No engine could be started, or its thread ended.
    #[error("the drawing engine is not available: {0}")]
    Engine(String),
}
