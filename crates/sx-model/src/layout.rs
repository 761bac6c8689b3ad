//! The layout of a dashboard: `position_json` as a tree that a screen can walk.

use serde::{Deserialize, Serialize};

use crate::ChartId;

/// Columns of the grid.
pub const GRID_COLUMNS: u32 = 12;
/// Pixels that one unit of a `height` in `position_json` stands for.
pub const GRID_UNIT_PX: u32 = 8;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Layout {
    pub children: Vec<Node>,
}

/// A node and its id in `position_json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Node {
    pub id: String,
    pub body: NodeBody,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
// By the variant's name, not by a tag among the fields: reading those takes serde a copy of the whole tree, and the browser
// more code than the rest of the page's types.
#[serde(rename_all = "snake_case")]
pub enum NodeBody {
    Tabs {
        tabs: Vec<Tab>,
    },
    Row {
        children: Vec<Node>,
        background: Background,
    },
    /// Width in grid columns.
    Column {
        children: Vec<Node>,
        width: u32,
        background: Background,
    },
    Chart(ChartTile),
    /// Sanitised HTML.
    Markdown {
        html: String,
        width: u32,
        height: u32,
    },
    Header {
        text: String,
        size: HeaderSize,
        background: Background,
    },
    Divider,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tab {
    pub id: String,
    pub text: String,
    pub children: Vec<Node>,
}

/// Width in grid columns, height in units of `GRID_UNIT_PX`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChartTile {
    /// `None` when the chart is gone, or hidden from the caller.
    pub chart_id: Option<ChartId>,
    /// It is gone for now: it lies in the trash and comes back to this place when it is restored.
    #[serde(default)]
    pub in_trash: bool,
    pub name: String,
    pub viz_type: String,
    pub description: Option<String>,
    pub width: u32,
    pub height: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Background {
    #[default]
    Transparent,
    White,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeaderSize {
    Small,
    #[default]
    Medium,
    Large,
}
