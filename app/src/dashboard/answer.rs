//! What a tile shows once its question is answered.

use serde::{Deserialize, Serialize};
use std::sync::Arc;
use sx_chart::TableDrawing;

use crate::Failure;

/// `ChartOption` stays a JavaScript value: reading it into Rust and writing it out again would cost size and time.
#[derive(Clone)]
#[cfg_attr(
    not(feature = "hydrate"),
    expect(dead_code, reason = "the server puts data into the first HTML, not into answers")
)]
pub enum Answer {
    Chart(ChartOption),
    Table(Arc<TableDrawing>),
    Number(Arc<NumberText>, Option<ChartOption>),
    Empty(String),
    Failed(Failure),
}

/// Which component shows an answer. The same kind keeps its component when the data changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerKind {
    Chart,
    Table,
    Number,
    Empty,
    Failed,
}

/// `sx_chart::NumberDrawing` without its trend.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NumberText {
    pub text: String,
    pub header_font_size: f64,
    pub subheader: Option<String>,
    pub subheader_font_size: f64,
}

/// An ECharts option. There is none but in the browser.
#[derive(Clone)]
pub struct ChartOption {
    #[cfg(feature = "hydrate")]
    pub value: send_wrapper::SendWrapper<wasm_bindgen::JsValue>,
}

impl Answer {
    pub fn kind(&self) -> AnswerKind {
        match self {
            Self::Chart(_) => AnswerKind::Chart,
            Self::Table(_) => AnswerKind::Table,
            Self::Number(..) => AnswerKind::Number,
            Self::Empty(_) => AnswerKind::Empty,
            Self::Failed(_) => AnswerKind::Failed,
        }
    }

    /// Whether a canvas has to be painted before this can be seen.
    #[cfg(feature = "hydrate")]
    pub fn is_painted(&self) -> bool {
        matches!(self, Self::Chart(_) | Self::Number(_, Some(_)))
    }

    pub fn option(&self) -> Option<ChartOption> {
        match self {
            Self::Chart(option) => Some(option.clone()),
            Self::Number(_, trend) => trend.clone(),
            Self::Table(_) | Self::Empty(_) | Self::Failed(_) => None,
        }
    }
}

#[cfg(feature = "hydrate")]
pub use browser::read_line;

#[cfg(feature = "hydrate")]
mod browser {
    use js_sys::{JSON, Reflect};
    use send_wrapper::SendWrapper;
    use serde::de::DeserializeOwned;
    use std::sync::Arc;
    use sx_model::ChartId;
    use wasm_bindgen::JsValue;

    use super::{Answer, ChartOption, NumberText};

    /// A line of the streamed answer: whose it is, and what. `None` for a line that says nothing readable.
    pub fn read_line(line: &str) -> Option<(ChartId, Answer)> {
        let line = JSON::parse(line).ok()?;
        let id = ChartId(get(&line, "chart_id")?.as_f64()? as i64);
        let answer = match get(&line, "drawing") {
            Some(drawing) => read_drawing(&drawing)?,
            None => Answer::Failed(read(&get(&line, "error")?)?),
        };
        Some((id, answer))
    }

    fn read_drawing(drawing: &JsValue) -> Option<Answer> {
        match get(drawing, "type")?.as_string()?.as_str() {
            "chart" => Some(Answer::Chart(option(get(drawing, "option")?))),
            "table" => Some(Answer::Table(Arc::new(read(drawing)?))),
            "number" => read_number(drawing),
            "empty" => Some(Answer::Empty(get(drawing, "message")?.as_string()?)),
            _ => None,
        }
    }

    /// The trend is taken out first: it may be large, and Rust has no use for it.
    fn read_number(drawing: &JsValue) -> Option<Answer> {
        let trend = get(drawing, "trend").map(option);
        Reflect::set(drawing, &"trend".into(), &JsValue::NULL).ok()?;
        let text: NumberText = read(drawing)?;
        Some(Answer::Number(Arc::new(text), trend))
    }

    fn read<T: DeserializeOwned>(value: &JsValue) -> Option<T> {
        let text: String = JSON::stringify(value).ok()?.into();
        serde_json::from_str(&text).ok()
    }

    fn get(value: &JsValue, key: &str) -> Option<JsValue> {
        let found = Reflect::get(value, &key.into()).ok()?;
        (!found.is_undefined() && !found.is_null()).then_some(found)
    }

    fn option(value: JsValue) -> ChartOption {
        ChartOption { value: SendWrapper::new(value) }
    }
}
