//! What the screens show: a dashboard's page, its tiles, the rows of lists.

use serde::{Deserialize, Serialize};
use sx_chart::Drawing;

use crate::{AppError, ChartId, DashboardId, Layout};

/// A dashboard as its page needs it: the layout is resolved (charts by UUID, markdown rendered and sanitised).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DashboardPage {
    pub id: DashboardId,
    pub title: String,
    pub slug: Option<String>,
    pub description: Option<String>,
    pub published: bool,
    pub certified_by: Option<String>,
    pub certification_details: Option<String>,
    /// The caller may open the editor.
    pub may_edit: bool,
    pub is_favorite: bool,
    pub layout: Layout,
}

/// The signed-in person, for the page's header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub username: String,
    pub full_name: String,
    pub is_admin: bool,
    /// All connections, not only those that were granted.
    pub may_see_databases: bool,
    /// Sent back as `X-CSRFToken` with every write.
    pub csrf_token: String,
}

/// One line of the streamed answer of `POST /api/v1/dashboard/{id}/tiles`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TileAnswer {
    pub chart_id: ChartId,
    #[serde(flatten)]
    pub outcome: TileOutcome,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TileOutcome {
    Drawing(#[cfg_attr(feature = "schema", schemars(with = "serde_json::Map<String, serde_json::Value>"))] Drawing),
    Error(AppError),
}

/// The body of that request.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct TilesQuestion {
    pub chart_ids: Vec<ChartId>,
    /// Ask the databases again, not the cache.
    pub force: bool,
}
