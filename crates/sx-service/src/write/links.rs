//! Which charts stand on which dashboard, as requests say it.

use std::collections::BTreeSet;

use serde_json::Value;
use sx_model::{Chart, ChartId, DashboardId, Result};
use uuid::Uuid;

use crate::{
    Caller, Service,
    access::{Action, Allow},
    store_error,
    wrong::Wrong,
};

impl Service {
    /// The charts that a layout places: by UUID, else by `chartId`. Whoever may open the dashboard sees them, so a chart that
    /// is not on it yet must be the caller's to place; what is not there is left out, as in an import.
    pub(super) async fn charts_in_layout(
        &self,
        caller: &Caller,
        position_json: &str,
        already: &[ChartId],
        wrong: &mut Wrong,
    ) -> Result<Vec<ChartId>> {
        let mut found = BTreeSet::new();
        for place in places(position_json) {
            let chart = match place {
                Place::Uuid(uuid) => self.store.find_chart_by_uuid(uuid).await,
                Place::Id(id) => self.store.lookup_chart(id).await,
            };
            let Some(chart) = chart.map_err(store_error)? else { continue };
            if !already.contains(&chart.id) && !self.may_place_chart(caller, &chart).await? {
                wrong.add("position_json", format!("Chart {} does not exist", chart.id));
            }
            found.insert(chart.id);
        }
        Ok(found.into_iter().collect())
    }

    /// Those charts of the dashboard that are in the trash and whose place the layout keeps: they come back to it.
    pub(super) async fn trashed_in_layout(&self, id: DashboardId, position_json: &str) -> Result<Vec<ChartId>> {
        let mut trashed = self.store.trashed_charts_of_dashboard(id).await.map_err(store_error)?;
        let places = places(position_json);
        trashed.retain(|chart| {
            places.iter().any(|place| match place {
                Place::Uuid(uuid) => *uuid == chart.uuid,
                Place::Id(id) => *id == chart.id,
            })
        });
        Ok(trashed.into_iter().map(|chart| chart.id).collect())
    }

    /// To read a chart, or to ask its dataset. That another dashboard shows it is not enough: what was opened to somebody for
    /// a while would be theirs to keep, and to pass on.
    pub(crate) async fn may_place_chart(&self, caller: &Caller, chart: &Chart) -> Result<bool> {
        Ok(self.may(caller, Action::ReadChart, chart).await? || self.may_ask_dataset_of(caller, chart).await?)
    }

    /// Who owns a chart may make it ask anything of its dataset.
    pub(super) async fn may_ask_dataset_of(&self, caller: &Caller, chart: &Chart) -> Result<bool> {
        let Some(id) = chart.dataset_id else { return Ok(true) };
        match self.store.lookup_dataset(id).await.map_err(store_error)? {
            Some(dataset) => self.may(caller, Action::ReadDataset, &dataset).await,
            // It is in the trash, and who owns the chart when it comes back may ask it.
            None => Ok(caller.allowed(Action::ReadDataset) == Allow::Always),
        }
    }

    /// The dashboards that a chart is to stand on. Those that come or go must be ones that the caller may change.
    pub(super) async fn check_dashboards(
        &self,
        caller: &Caller,
        asked: &[DashboardId],
        already: &[DashboardId],
        wrong: &mut Wrong,
    ) -> Result<()> {
        let comes = asked.iter().filter(|id| !already.contains(id));
        let goes = already.iter().filter(|id| !asked.contains(id));
        for id in comes.chain(goes) {
            let dashboard = self.store.lookup_dashboard(*id).await.map_err(store_error)?;
            match dashboard {
                Some(dashboard) if self.may(caller, Action::UpdateDashboard, &dashboard).await? => {}
                Some(dashboard) if self.may(caller, Action::ReadDashboard, &dashboard).await? => {
                    wrong.add("dashboards", format!("Changing the dashboard {id} is forbidden"));
                }
                Some(_) | None => wrong.add("dashboards", "Dashboards do not exist"),
            }
        }
        Ok(())
    }
}

enum Place {
    Uuid(Uuid),
    Id(ChartId),
}

fn places(position_json: &str) -> Vec<Place> {
    let position: Value = serde_json::from_str(position_json).unwrap_or_default();
    let nodes = position.as_object().into_iter().flat_map(|nodes| nodes.values());
    let charts = nodes.filter(|node| node["type"] == "CHART").map(|node| &node["meta"]);
    let place = |meta: &Value| match meta["uuid"].as_str() {
        Some(uuid) => uuid.parse().ok().map(Place::Uuid),
        None => meta["chartId"].as_i64().map(|id| Place::Id(ChartId(id))),
    };
    charts.filter_map(place).collect()
}
