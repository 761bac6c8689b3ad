//! What the canvas shows of one node: it changes only when that changes, so an edit redraws nothing else.

use sx_model::{
    Background, HeaderSize,
    position::{Kind, Position},
};

#[derive(Clone, Debug, PartialEq)]
pub struct Face {
    pub kind: Kind,
    /// What people call the node.
    pub label: String,
    /// In columns.
    pub width: u32,
    /// In units.
    pub height: u32,
    /// The columns that it offers to its children.
    pub inner: u32,
    pub background: Background,
    pub header_size: HeaderSize,
    /// Of a header or a tab.
    pub text: String,
    /// Of a markdown text.
    pub code: String,
    pub children: Vec<String>,
    /// The tabs at the top of the dashboard, which stay where they are.
    pub is_top: bool,
}

impl Face {
    /// `None` for a node that has gone.
    pub fn of(position: &Position, id: &str) -> Option<Self> {
        let kind = position.kind(id)?;
        Some(Self {
            kind,
            label: position.label(id),
            width: position.width(id),
            height: position.height(id),
            inner: position.inner_width(id),
            background: position.background(id),
            header_size: position.header_size(id),
            text: position.text(id).to_owned(),
            code: position.code(id).to_owned(),
            children: position.children(id).map(str::to_owned).collect(),
            is_top: position.top_tabs() == Some(id),
        })
    }

    /// “Chart Sales”, “Row”.
    pub fn name(&self) -> String {
        let noun = self.kind.noun();
        if self.label == noun { noun.to_owned() } else { format!("{noun} {}", self.label) }
    }
}

impl Default for Face {
    fn default() -> Self {
        Self {
            kind: Kind::Unknown,
            label: String::new(),
            width: 1,
            height: 1,
            inner: 1,
            background: Background::default(),
            header_size: HeaderSize::default(),
            text: String::new(),
            code: String::new(),
            children: Vec::new(),
            is_top: false,
        }
    }
}
