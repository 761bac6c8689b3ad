//! The charts that may be placed: the palette of the editor.

use serde_json::json;
use sx_model::{
    Chart, ListFilter, ListQuery, PlaceableChart, PlaceableCharts, Result,
    position::{Kind, Position},
};
use sx_store::AssetKind;

use crate::{Caller, Service, access::Action, store_error};

/// Charts on a page of the palette.
const PAGE_SIZE: i64 = 25;

impl Service {
    /// Newest change first; `search` looks into names, `only_mine` are those that the caller owns. Pages count from 0.
    pub async fn placeable_charts(
        &self,
        caller: &Caller,
        search: &str,
        only_mine: bool,
        page: u64,
    ) -> Result<PlaceableCharts> {
        caller.require(Action::CreateDashboard)?;
        let own = caller.user_id().filter(|_| only_mine);
        let own = own.map(|id| ListFilter { col: "owners".into(), opr: "rel_m_m".into(), value: json!(id) });
        let query = ListQuery {
            page: Some(page),
            page_size: Some(PAGE_SIZE),
            order_column: Some("changed_on".to_owned()),
            order_direction: Some("desc".to_owned()),
            filters: own.into_iter().collect(),
            ..ListQuery::default()
        };
        let filter = self.asset_filter(caller, AssetKind::Chart, &query)?.search(search.trim());
        let page = self.store.list_charts(&filter).await.map_err(store_error)?;
        Ok(PlaceableCharts { count: page.count, charts: page.items.iter().map(placeable).collect() })
    }

    /// Those charts of a layout that the caller may place.
    pub(super) async fn charts_of_position(&self, caller: &Caller, position: &Position) -> Result<Vec<PlaceableChart>> {
        let mut found = Vec::new();
        for id in position.walk().into_iter().filter(|id| position.kind(id) == Some(Kind::Chart)) {
            let chart = match (position.chart_uuid(id), position.chart_id(id)) {
                (Some(uuid), _) => self.store.find_chart_by_uuid(uuid).await,
                (None, Some(id)) => self.store.lookup_chart(id).await,
                (None, None) => continue,
            };
            let Some(chart) = chart.map_err(store_error)? else { continue };
            if self.may_place_chart(caller, &chart).await? {
                found.push(placeable(&chart));
            }
        }
        Ok(found)
    }
}

pub(super) fn placeable(chart: &Chart) -> PlaceableChart {
    PlaceableChart {
        id: chart.id,
        uuid: chart.uuid,
        name: chart.fields.slice_name.clone(),
        kind: sx_chart::kind_or_fallback(&chart.fields.viz_type).name().to_owned(),
        description: chart.fields.description.clone().filter(|text| !text.trim().is_empty()),
        changed_on: chart.audit.changed_on.format("%-d %b %Y").to_string(),
    }
}
