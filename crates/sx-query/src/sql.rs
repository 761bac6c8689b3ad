//! SQL text with its values beside it.

use crate::{Dialect, Param};

/// A piece of a statement. Values keep their place, and get their numbers only when the whole is rendered.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sql {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Text(String),
    Value(Param),
}

impl Sql {
    pub fn value(param: Param) -> Self {
        Self { pieces: vec![Piece::Value(param)] }
    }

    pub fn concat<const N: usize>(parts: [Self; N]) -> Self {
        Self { pieces: parts.into_iter().flat_map(|part| part.pieces).collect() }
    }

    pub fn join(parts: impl IntoIterator<Item = Self>, separator: &str) -> Self {
        let mut whole = Self::default();
        for (position, part) in parts.into_iter().enumerate() {
            if position > 0 {
                whole.pieces.push(Piece::Text(separator.into()));
            }
            whole.pieces.extend(part.pieces);
        }
        whole
    }

    pub fn in_parentheses(self) -> Self {
        Self::concat(["(".into(), self, ")".into()])
    }

    pub fn push(&mut self, part: impl Into<Self>) {
        self.pieces.extend(part.into().pieces);
    }

    /// The statement with placeholders, and their values in order.
    pub fn render(&self, dialect: &dyn Dialect) -> (String, Vec<Param>) {
        let mut params = Vec::new();
        let text = self.write(|param| {
            params.push(param.clone());
            dialect.placeholder(params.len(), param)
        });
        (text, params)
    }

    /// The text with values written in, for people and for expressions that are both selected and grouped.
    pub fn inline(&self, dialect: &dyn Dialect) -> String {
        self.write(|param| dialect.literal(param))
    }

    fn write(&self, mut value: impl FnMut(&Param) -> String) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.clone(),
                Piece::Value(param) => value(param),
            })
            .collect()
    }
}

impl From<&str> for Sql {
    fn from(text: &str) -> Self {
        Self { pieces: vec![Piece::Text(text.into())] }
    }
}

impl From<String> for Sql {
    fn from(text: String) -> Self {
        Self { pieces: vec![Piece::Text(text)] }
    }
}
