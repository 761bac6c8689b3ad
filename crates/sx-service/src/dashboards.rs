//! Dashboards: listed, opened, their tiles answered.

use std::sync::Arc;

use futures::{Stream, StreamExt as _, stream::FuturesUnordered};
use sx_model::{
    AppError, Dashboard, DashboardId, DashboardPage, ListQuery, Page, Result, TileAnswer, TileOutcome, TilesQuestion,
    TimeSettings,
};
use sx_store::AssetKind;

use crate::{Caller, Service, access::Action, layout::resolve_layout, meta::DashboardWithCharts, store_error};

impl Service {
    pub async fn list_dashboards(&self, caller: &Caller, query: &ListQuery) -> Result<Page<Dashboard>> {
        self.store.list_dashboards(&self.asset_filter(caller, AssetKind::Dashboard, query)?).await.map_err(store_error)
    }

    pub async fn find_dashboard(&self, caller: &Caller, id_or_slug: &str) -> Result<Arc<DashboardWithCharts>> {
        self.open_dashboard(caller, id_or_slug).await
    }

    /// The page of a dashboard: everything but what its charts show.
    pub async fn dashboard_page(&self, caller: &Caller, id_or_slug: &str) -> Result<DashboardPage> {
        let opened = self.open_dashboard(caller, id_or_slug).await?;
        let DashboardWithCharts { dashboard, charts, trashed, .. } = &*opened;
        let fields = &dashboard.fields;
        Ok(DashboardPage {
            id: dashboard.id,
            title: fields.dashboard_title.clone(),
            slug: fields.slug.clone(),
            description: fields.description.clone(),
            published: fields.published,
            certified_by: fields.certified_by.clone().filter(|text| !text.is_empty()),
            certification_details: fields.certification_details.clone().filter(|text| !text.is_empty()),
            may_edit: self.may(caller, Action::UpdateDashboard, dashboard).await?,
            is_favorite: self.is_favorite_dashboard(caller, dashboard.id).await?,
            layout: resolve_layout(&fields.position_json, charts, trashed),
        })
    }

    /// Answers as each is ready. Dropping the stream cancels what nobody else waits for.
    pub async fn tiles(
        &self,
        caller: &Caller,
        id_or_slug: &str,
        question: TilesQuestion,
    ) -> Result<impl Stream<Item = TileAnswer> + Send + use<>> {
        let opened = self.open_dashboard(caller, id_or_slug).await?;
        let tiles: FuturesUnordered<_> = question
            .chart_ids
            .into_iter()
            .map(|chart_id| {
                let (service, caller, opened) = (self.clone(), caller.clone(), Arc::clone(&opened));
                async move {
                    let drawn = service.draw_tile(&caller, &opened, chart_id, question.force).await;
                    let outcome = match drawn {
                        Ok(drawing) => TileOutcome::Drawing(Arc::unwrap_or_clone(drawing)),
                        Err(error) => TileOutcome::Error(error),
                    };
                    TileAnswer { chart_id, outcome }
                }
            })
            .collect();
        Ok(tiles.boxed())
    }

    pub(crate) async fn open_dashboard(&self, caller: &Caller, id_or_slug: &str) -> Result<Arc<DashboardWithCharts>> {
        caller.require_reader()?;
        let load = || async {
            let dashboard = self.lookup_dashboard(id_or_slug).await?;
            let charts = self.store.charts_of_dashboard(dashboard.id).await.map_err(store_error)?;
            let trashed = self.store.trashed_charts_of_dashboard(dashboard.id).await.map_err(store_error)?;
            let times = TimeSettings::of_metadata(&dashboard.fields.json_metadata);
            Ok(DashboardWithCharts { dashboard, charts, trashed, times })
        };
        let opened = self.meta.dashboard(id_or_slug.to_owned(), load).await?;
        self.require(caller, Action::ReadDashboard, &opened.dashboard).await?;
        Ok(opened)
    }

    pub(crate) async fn lookup_dashboard(&self, id_or_slug: &str) -> Result<Dashboard> {
        let found = if let Ok(id) = id_or_slug.parse() {
            self.store.lookup_dashboard(DashboardId(id)).await
        } else if let Ok(uuid) = id_or_slug.parse() {
            self.store.find_dashboard_by_uuid(uuid).await
        } else {
            self.store.find_dashboard_by_slug(id_or_slug).await
        };
        found.map_err(store_error)?.ok_or_else(|| AppError::not_found("Dashboard"))
    }
}
