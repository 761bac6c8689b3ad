//! What people do to a layout, as values.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Kind;
use crate::{Background, ChartId, HeaderSize};

/// One step. Ids are those of nodes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Edit {
    Insert {
        node: NewNode,
        at: Spot,
    },
    Move {
        id: String,
        at: Spot,
    },
    /// In columns and units; `None` stays.
    Resize {
        id: String,
        width: Option<u32>,
        height: Option<u32>,
    },
    /// With all that lies in it. But removing the tabs at the top, or the last tab of any, lifts what they hold.
    Remove {
        id: String,
    },
    /// Of a header or a tab.
    SetText {
        id: String,
        text: String,
    },
    SetHeaderSize {
        id: String,
        size: HeaderSize,
    },
    /// Of a row, a column or a header.
    SetBackground {
        id: String,
        background: Background,
    },
    /// Of a markdown text.
    SetCode {
        id: String,
        code: String,
    },
    /// The chart's name on this dashboard; empty is the chart's own.
    SetName {
        id: String,
        name: String,
    },
    /// Of the dashboard.
    Retitle {
        title: String,
    },
}

/// A gap among the children of a node, counted as they stand now: before the child of this number, or at the end.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Spot {
    pub parent: String,
    pub index: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum NewNode {
    Chart(NewChart),
    Row,
    Column,
    /// Comes with one tab.
    Tabs,
    Tab,
    Header,
    Markdown,
    Divider,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewChart {
    pub id: ChartId,
    pub uuid: Uuid,
    pub name: String,
}

/// What is carried: from the palette, or from its place in the layout.
#[derive(Clone, Debug, PartialEq)]
pub enum Dragged {
    New(NewNode),
    Existing(String),
}

/// Why a step was not taken, as a sentence. The layout is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("It is no longer on the dashboard.")]
    Gone,
    #[error("{} cannot stand in {}.", capital(noun(*child)), noun(*parent))]
    WrongParent { parent: Kind, child: Kind },
    #[error("This is nested too deeply. Place it further up.")]
    TooDeep,
    #[error("There is not enough room. Make it narrower, or what stands beside it.")]
    NoRoom,
    #[error("It cannot be moved into itself.")]
    IntoItself,
    #[error("The dashboard has tabs at its top already.")]
    TabsOnTop,
    #[error("A tab at the top of the dashboard stays there.")]
    TopTab,
    #[error("This belongs to every dashboard and stays where it is.")]
    Fixed,
    #[error("It can be {} to {} columns wide here.", range.0, range.1)]
    Width { range: (u32, u32) },
    #[error("It can be {} to {} units high.", range.0, range.1)]
    Height { range: (u32, u32) },
    #[error("This has no such setting.")]
    NoSetting,
    #[error("The layout would be larger than {} characters. Remove something first.", super::SIZE_LIMIT)]
    TooLarge,
}

fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Root => "the dashboard's top",
        Kind::Grid => "the grid",
        Kind::Tabs => "tabs",
        Kind::Tab => "a tab",
        Kind::Row => "a row",
        Kind::Column => "a column",
        Kind::Chart => "a chart",
        Kind::Markdown => "a text",
        Kind::Header => "a header",
        Kind::Divider => "a divider",
        Kind::Unknown => "this element",
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

impl NewNode {
    pub fn kind(&self) -> Kind {
        match self {
            Self::Chart(_) => Kind::Chart,
            Self::Row => Kind::Row,
            Self::Column => Kind::Column,
            Self::Tabs => Kind::Tabs,
            Self::Tab => Kind::Tab,
            Self::Header => Kind::Header,
            Self::Markdown => Kind::Markdown,
            Self::Divider => Kind::Divider,
        }
    }
}
