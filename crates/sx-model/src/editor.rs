//! What the dashboard editor reads and writes. Times are RFC 3339 texts with microseconds: the browser compares and returns
//! them, and counts with none.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{ChartId, DashboardId, RoleId, UserId};

/// A dashboard as its editor opens it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DashboardEditor {
    pub id: DashboardId,
    pub slug: Option<String>,
    pub title: String,
    pub published: bool,
    /// `changed_on`: what a save is based on.
    pub based_on: String,
    /// With every chart of the dashboard placed, and mended where it could not be walked through.
    pub position_json: String,
    /// The charts of the dashboard; the layout names them by UUID, else by id.
    pub charts: Vec<PlaceableChart>,
    /// The markdown texts of the layout as sanitised HTML: code and HTML of each.
    pub texts: Vec<(String, String)>,
    /// Work that was not saved.
    pub draft: Option<EditorDraft>,
}

/// A chart that may be placed on a dashboard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceableChart {
    pub id: ChartId,
    pub uuid: Uuid,
    pub name: String,
    /// What kind of chart it is, as people call it.
    pub kind: String,
    pub description: Option<String>,
    /// The day, for people.
    pub changed_on: String,
}

/// A page of the list of charts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlaceableCharts {
    /// All that match.
    pub count: u64,
    pub charts: Vec<PlaceableChart>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EditorDraft {
    pub position_json: String,
    /// The charts that the draft places.
    pub charts: Vec<PlaceableChart>,
    /// The version that it was made of; another one than the dashboard's when somebody saved since.
    pub based_on: Option<String>,
    /// For people: the day and the time, in UTC.
    pub saved_on: String,
}

/// What is saved; `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DashboardSave {
    /// The version that the work began with. `None` saves over any.
    pub based_on: Option<String>,
    pub title: Option<String>,
    pub position_json: Option<String>,
    pub published: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum DashboardSaved {
    Saved {
        based_on: String,
    },
    /// Somebody saved in between, and nothing was saved now.
    Newer(NewerDashboard),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewerDashboard {
    pub based_on: String,
    /// For people: the day and the time, in UTC.
    pub changed_on: String,
    pub changed_by: Option<String>,
    pub position_json: String,
}

/// The dialog “Properties”.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DashboardProperties {
    pub title: String,
    pub slug: String,
    pub description: String,
    pub certified_by: String,
    pub certification_details: String,
    pub published: bool,
    /// As it was typed: JSON text.
    pub json_metadata: String,
    pub owners: Vec<(UserId, String)>,
    pub roles: Vec<RoleId>,
    pub all_roles: Vec<(RoleId, String)>,
    /// Name and label of the colour schemes that there are.
    pub color_schemes: Vec<(String, String)>,
    /// Names of the IANA time zone database to choose from.
    pub time_zones: Vec<String>,
    pub based_on: String,
}
