//! Which node may hold which, and how deep.

/// The type of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Root,
    Grid,
    Tabs,
    Tab,
    Row,
    Column,
    Chart,
    Markdown,
    Header,
    Divider,
    /// A plugin's, or one of a version to come: kept, shown as a box, moved like a chart.
    Unknown,
}

use Kind::{Chart, Column, Divider, Grid, Header, Markdown, Root, Row, Tab, Tabs, Unknown};

impl Kind {
    pub fn of(type_name: &str) -> Self {
        match type_name {
            "ROOT" => Root,
            "GRID" => Grid,
            "TABS" => Tabs,
            "TAB" => Tab,
            "ROW" => Row,
            "COLUMN" => Column,
            "CHART" => Chart,
            "MARKDOWN" => Markdown,
            "HEADER" => Header,
            "DIVIDER" => Divider,
            _ => Unknown,
        }
    }

    /// The `type` in the JSON, and the start of the ids.
    pub fn as_str(self) -> &'static str {
        match self {
            Root => "ROOT",
            Grid => "GRID",
            Tabs => "TABS",
            Tab => "TAB",
            Row => "ROW",
            Column => "COLUMN",
            Chart => "CHART",
            Markdown => "MARKDOWN",
            Header => "HEADER",
            Divider => "DIVIDER",
            Unknown => "UNKNOWN",
        }
    }

    /// As screens say it.
    pub fn noun(self) -> &'static str {
        match self {
            Root => "Dashboard",
            Grid => "Grid",
            Tabs => "Tabs",
            Tab => "Tab",
            Row => "Row",
            Column => "Column",
            Chart => "Chart",
            Markdown => "Text",
            Header => "Header",
            Divider => "Divider",
            Unknown => "Element",
        }
    }

    /// Has a width of its own in grid columns.
    pub fn has_width(self) -> bool {
        matches!(self, Column | Chart | Markdown | Unknown)
    }

    /// Has a height of its own in grid units.
    pub fn has_height(self) -> bool {
        matches!(self, Chart | Markdown | Unknown)
    }

    /// The root and the grid are there in every dashboard.
    pub fn is_fixed(self) -> bool {
        matches!(self, Root | Grid)
    }

    /// Goes when its last child leaves.
    pub(super) fn goes_when_empty(self) -> bool {
        matches!(self, Row | Column | Tabs)
    }

    /// A thing with a width stands in a row: dropped on the grid or a tab it gets one.
    pub(super) fn wraps(self, child: Self) -> bool {
        matches!(self, Grid | Tab) && child.has_width()
    }

    /// The depth of a child of this kind. Tabs and tab share one; what stands in a tab below the top is as deep as the tab, but for
    /// tabs in tabs, so that these end too.
    pub(super) fn child_depth(self, own: u32, child: Self) -> u32 {
        match (self, child) {
            (Tabs, _) => own,
            (Tab, child) if own > 1 && child != Tabs => own,
            _ => own + 1,
        }
    }

    /// The reference's table: the deepest that a parent may lie and still hold this child. Two cells are one deeper here, tab in
    /// tabs and row in tab: it lets tabs into columns, and makes what they need around the cells.
    pub(super) fn may_hold(self, child: Self, own_depth: u32) -> bool {
        let deepest = match (self, child) {
            (Root, Tabs | Grid) => 0,
            (Grid, Chart | Markdown | Unknown | Column | Divider | Header | Row | Tabs) => 1,
            (Row, Chart | Markdown | Unknown | Column) => 4,
            (Tabs, Tab) => 4,
            (Tab, Chart | Markdown | Unknown | Divider | Header) => 5,
            (Tab, Row) => 4,
            (Tab, Column | Tabs) => 3,
            (Column, Chart | Markdown | Unknown | Header) => 5,
            (Column, Row | Divider | Tabs) => 3,
            // An unknown container keeps what it came with.
            (Unknown, _) => 5,
            _ => return false,
        };
        own_depth <= deepest
    }
}
