//! What a chart kind answers.

use serde_json::{Map, Value};
use sx_query::{QueryObject, Table};

use crate::{Drawing, Look, controls::Section};

/// The stored `params` of a chart: control names to values, in the reference's spelling.
pub type FormData = Map<String, Value>;

/// From answers to the table that people see: plain values, all of them, laid out as the chart does.
pub type Turn = fn(&FormData, &[&Table], &Look) -> Result<Table, ChartError>;

/// One kind of chart: one file in `kinds/` and one line in `KINDS`.
pub trait ChartKind: Sync {
    /// The stored `viz_type`.
    fn id(&self) -> &'static str;
    fn name(&self) -> &'static str;
    fn category(&self) -> &'static str;
    /// The control panel as data.
    fn controls(&self) -> &'static [Section];
    /// The questions this form asks, as the reference's own front end asks them.
    fn queries(&self, form: &FormData) -> Result<Vec<QueryObject>, ChartError>;
    /// One table for each question, in order.
    fn draw(&self, form: &FormData, tables: &[&Table], look: &Look) -> Result<Drawing, ChartError>;
    /// Whether it draws lines over an axis, each by itself: then a screen shows no more of a long answer than a thinned one.
    fn may_thin(&self, _form: &FormData) -> bool {
        false
    }
    /// How the table that a file of this chart holds is made of the answers; `None` where it is the answer itself.
    fn turn(&self) -> Option<Turn> {
        None
    }
    /// A form and its answers, for the gallery and the drawing tests.
    fn sample(&self) -> (FormData, Vec<Table>);
}

#[derive(Debug, thiserror::Error, PartialEq)]
pub enum ChartError {
    /// The form lacks something or holds something odd; the sentence names the control.
    #[error("{0}")]
    Form(String),
    /// The answer does not fit the form.
    #[error("{0}")]
    Answer(String),
}
