//! What differs from one list to the other, as data.

use serde::{Deserialize, Serialize};

use crate::ui::Icon;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListKind {
    Dashboard,
    Chart,
    Dataset,
}

/// What a cell shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    Name,
    Status,
    Kind,
    Parent,
    Schema,
    Owners,
    Changed,
}

pub struct Column {
    pub label: &'static str,
    pub cell: Cell,
    /// The API's name of the order, which also stands in the URL; `None` where there is no order.
    pub order: Option<&'static str>,
}

const fn column(label: &'static str, cell: Cell, order: Option<&'static str>) -> Column {
    Column { label, cell, order }
}

static DASHBOARDS: [Column; 4] = [
    column("Title", Cell::Name, Some("dashboard_title")),
    column("Status", Cell::Status, Some("published")),
    column("Owners", Cell::Owners, None),
    column("Last changed", Cell::Changed, Some("changed_on")),
];
static CHARTS: [Column; 5] = [
    column("Name", Cell::Name, Some("slice_name")),
    column("Kind", Cell::Kind, Some("viz_type")),
    column("Dataset", Cell::Parent, Some("datasource_name")),
    column("Owners", Cell::Owners, None),
    column("Last changed", Cell::Changed, Some("changed_on")),
];
static DATASETS: [Column; 6] = [
    column("Name", Cell::Name, Some("table_name")),
    column("Kind", Cell::Kind, None),
    column("Database", Cell::Parent, Some("database_name")),
    column("Schema", Cell::Schema, Some("schema")),
    column("Owners", Cell::Owners, None),
    column("Last changed", Cell::Changed, Some("changed_on")),
];

impl ListKind {
    /// As the API and the trash name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dashboard => "dashboard",
            Self::Chart => "chart",
            Self::Dataset => "dataset",
        }
    }

    pub fn plural(self) -> &'static str {
        match self {
            Self::Dashboard => "dashboards",
            Self::Chart => "charts",
            Self::Dataset => "datasets",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Dashboard => "Dashboards",
            Self::Chart => "Charts",
            Self::Dataset => "Datasets",
        }
    }

    pub fn path(self) -> &'static str {
        match self {
            Self::Dashboard => "/dashboards",
            Self::Chart => "/charts",
            Self::Dataset => "/datasets",
        }
    }

    pub fn icon(self) -> Icon {
        match self {
            Self::Dashboard => Icon::Dashboard,
            Self::Chart => Icon::Chart,
            Self::Dataset => Icon::Table,
        }
    }

    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Dashboard => &DASHBOARDS,
            Self::Chart => &CHARTS,
            Self::Dataset => &DATASETS,
        }
    }

    /// Can its assets be marked?
    pub fn has_favorites(self) -> bool {
        match self {
            Self::Dashboard | Self::Chart => true,
            Self::Dataset => false,
        }
    }

    /// Where one is made; a dashboard is made at once, and opened.
    pub fn new_href(self) -> Option<&'static str> {
        match self {
            Self::Dashboard => None,
            Self::Chart => Some("/explore"),
            Self::Dataset => Some("/datasets/new"),
        }
    }

    /// “3 charts”.
    pub fn counted(self, count: usize) -> String {
        if count == 1 { format!("1 {}", self.as_str()) } else { format!("{count} {}", self.plural()) }
    }
}
