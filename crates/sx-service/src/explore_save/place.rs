//! A chart comes onto a dashboard.

use serde::{Deserialize, Serialize};
use sx_model::{
    AppError, Chart, ChartId, DashboardId, ErrorKind, ListQuery, Result,
    position::{Edit, GRID_ID, Kind, NewChart, NewNode, Position, Spot},
};
use sx_store::AssetKind;
use uuid::Uuid;

use crate::{Caller, DashboardChange, Service, access::Action, store_error};

/// Of dashboards that are offered at once; a search finds the others.
const OFFERED: i64 = 50;

/// A dashboard that the caller may put charts on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceChoice {
    pub id: DashboardId,
    pub title: String,
    /// Those at the top: id and text.
    pub tabs: Vec<(String, String)>,
}

impl Service {
    /// Those that the caller may change, the latest change first.
    pub async fn places_for_charts(&self, caller: &Caller, search: &str) -> Result<Vec<PlaceChoice>> {
        caller.require_user()?;
        let query = ListQuery {
            page_size: Some(OFFERED),
            order_column: Some("changed_on".to_owned()),
            order_direction: Some("desc".to_owned()),
            ..ListQuery::default()
        };
        let filter = self.asset_filter(caller, AssetKind::Dashboard, &query)?.search(search);
        let mut choices = Vec::new();
        for dashboard in self.store.list_dashboards(&filter).await.map_err(store_error)?.items {
            if self.may(caller, Action::UpdateDashboard, &dashboard).await? {
                let tabs = Position::parse(&dashboard.fields.position_json).map(|layout| tabs(&layout));
                let title = dashboard.fields.dashboard_title;
                choices.push(PlaceChoice { id: dashboard.id, title, tabs: tabs.unwrap_or_default() });
            }
        }
        Ok(choices)
    }

    /// At the end of the tab, or of the first one, or of the dashboard. One that stands there already stays where it is.
    pub async fn place_chart(
        &self,
        caller: &Caller,
        chart: ChartId,
        dashboard: DashboardId,
        tab: Option<&str>,
    ) -> Result<()> {
        let chart = self.find_chart(caller, chart).await?;
        let stored = self.lookup_dashboard(&dashboard.to_string()).await?;
        self.require(caller, Action::UpdateDashboard, &stored).await?;
        let layout = Position::parse(&stored.fields.position_json);
        let layout = layout.map_err(|error| AppError::new(ErrorKind::Unprocessable, error.to_string()))?;
        let Some(position_json) = with_chart(&layout, &chart, tab)? else { return Ok(()) };
        let change = DashboardChange {
            position_json: Some(position_json),
            based_on: Some(stored.audit.changed_on),
            ..DashboardChange::default()
        };
        self.update_dashboard(caller, &dashboard.to_string(), change).await.map(drop)
    }

    /// A dashboard with this title and nothing on it, a draft.
    pub async fn create_place(&self, caller: &Caller, title: &str) -> Result<DashboardId> {
        caller.require(Action::CreateDashboard)?;
        let new = DashboardChange { dashboard_title: Some(title.to_owned()), ..DashboardChange::default() };
        Ok(self.create_dashboard(caller, new).await?.id)
    }
}

fn tabs(layout: &Position) -> Vec<(String, String)> {
    let Some(top) = layout.top_tabs() else { return Vec::new() };
    layout.children(top).map(|id| (id.to_owned(), layout.text(id).to_owned())).collect()
}

/// The layout as text; `None` when the chart stands there already.
fn with_chart(layout: &Position, chart: &Chart, tab: Option<&str>) -> Result<Option<String>> {
    let asked = tab.filter(|tab| layout.kind(tab) == Some(Kind::Tab));
    let first = || layout.top_tabs().and_then(|top| layout.children(top).next());
    let parent = asked.or_else(first).unwrap_or(GRID_ID).to_owned();
    let stands = |id: &&str| layout.chart_id(id) == Some(chart.id) && layout.is_within(id, &parent);
    if layout.walk().iter().any(stands) {
        return Ok(None);
    }
    let index = layout.children(&parent).count();
    let node = NewNode::Chart(NewChart { id: chart.id, uuid: chart.uuid, name: chart.fields.slice_name.clone() });
    let edit = Edit::Insert { node, at: Spot { parent, index } };
    let applied = layout.apply(&edit, &mut || Uuid::new_v4().simple().to_string());
    let applied = applied.map_err(|refusal| AppError::new(ErrorKind::Unprocessable, refusal.to_string()))?;
    Ok(Some(applied.position.to_json()))
}
