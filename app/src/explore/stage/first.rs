//! The chart in the first HTML, as the dashboards' tiles do it.

use std::sync::Arc;
use sx_chart::FormData;
use sx_model::ExploreChart;

use crate::dashboard::FirstPaint;

/// A stored chart is drawn by the server, if that takes no longer than a moment.
#[cfg(feature = "ssr")]
pub async fn first_picture(chart: Option<Arc<ExploreChart>>, form: FormData) -> FirstPaint {
    ssr::first_picture(chart, form).await
}

#[cfg(not(feature = "ssr"))]
pub async fn first_picture(_: Option<Arc<ExploreChart>>, _: FormData) -> FirstPaint {
    FirstPaint::waiting()
}

#[cfg(feature = "ssr")]
mod ssr {
    use std::{sync::Arc, time::Duration};
    use sx_chart::{Drawing, FormData, kind_or_fallback};
    use sx_model::{AppError, ChartQuestion, DatasetId, ErrorKind, ExploreChart, Result};
    use sx_service::{Caller, Service};

    use crate::{ctx, dashboard::FirstPaint, explore::model, page_width};

    const PATIENCE: Duration = Duration::from_millis(150);
    /// Of the page, for the chart: the panes beside it take the rest.
    const SHARE_PERCENT: u32 = 55;
    const HEIGHT_PX: u32 = 480;

    pub async fn first_picture(chart: Option<Arc<ExploreChart>>, form: FormData) -> FirstPaint {
        let (Some(chart), Ok((service, caller))) = (chart, ctx::service()) else { return FirstPaint::waiting() };
        let width = page_width::of_request() * SHARE_PERCENT / 100;
        // A task of its own: the browser's question finds it done or under way.
        let name = chart.name.clone();
        let work = tokio::spawn(async move { draw(&service, &caller, &chart, form, width).await });
        match tokio::time::timeout(PATIENCE, work).await {
            Ok(Ok(Ok((drawing, picture)))) => FirstPaint::of_drawing(&name, &drawing, picture),
            // Errors are told by the browser's own question, with a way on.
            Ok(Ok(Err(_)) | Err(_)) | Err(_) => FirstPaint::waiting(),
        }
    }

    async fn draw(
        service: &Service,
        caller: &Caller,
        chart: &ExploreChart,
        form: FormData,
        width: u32,
    ) -> Result<(Drawing, Option<Arc<str>>)> {
        let dataset = dataset_of(&form).ok_or_else(|| AppError::not_found("Dataset"))?;
        let viz_type = model::viz_type(&form).to_owned();
        let question = ChartQuestion {
            dataset_id: dataset,
            viz_type: viz_type.clone(),
            form: form.clone(),
            chart_id: Some(chart.id),
            force: false,
        };
        let answer = service.ask_chart(caller, &question).await?;
        let loaded = sx_model::ExploreQuestion { dataset_id: Some(dataset), ..Default::default() };
        let look =
            service.explore_page(caller, &loaded).await?.dataset.map(|dataset| dataset.look()).unwrap_or_default();
        let drawing = kind_or_fallback(&viz_type).draw(&form, &answer.tables(), &look);
        let drawing = drawing.map_err(|error| AppError::new(ErrorKind::Unprocessable, error.to_string()))?;
        let picture = match &drawing {
            Drawing::Chart { .. } => service.picture(&drawing, chart.id, &chart.name, width, HEIGHT_PX).await.ok(),
            Drawing::Number(_) | Drawing::Table(_) | Drawing::Empty { .. } => None,
        };
        Ok((drawing, picture))
    }

    fn dataset_of(form: &FormData) -> Option<DatasetId> {
        let (id, _) = form.get("datasource")?.as_str()?.split_once("__")?;
        id.parse().ok().map(DatasetId)
    }
}
