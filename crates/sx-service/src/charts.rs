//! Charts: listed, drawn, pictured.

use std::sync::Arc;

use futures::future::try_join_all;
use serde_json::{Map, Value};
use sx_chart::{ChartError, ChartKind, Drawing, FormData, Look};
use sx_model::{AppError, Chart, ChartId, DashboardId, ErrorKind, ListQuery, Page, Result};
use sx_query::{PostProcessing, QueryObject};
use sx_render::Theme;
use sx_store::AssetKind;

use crate::{
    Caller, Service, access::Action, datasets::LoadedDataset, meta::DashboardWithCharts, store_error, times::Times,
};

const DEFAULT_SIZE: (u32, u32) = (800, 450);
const LARGEST_SIDE: u32 = 4000;
/// Columns of pixels that a line is drawn on, across a wide screen.
const PIXELS: u32 = 2000;

/// `GET /api/v1/chart/{id}/image.svg?width=&height=&theme=`.
#[derive(Clone, Debug, Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub struct ImageQuestion {
    /// Pixels.
    pub width: Option<u32>,
    pub height: Option<u32>,
    /// `light`, `dark`, or as the viewer prefers.
    pub theme: Option<String>,
}

impl Service {
    pub async fn list_charts(&self, caller: &Caller, query: &ListQuery) -> Result<Page<Chart>> {
        self.store.list_charts(&self.asset_filter(caller, AssetKind::Chart, query)?).await.map_err(store_error)
    }

    pub async fn find_chart(&self, caller: &Caller, id: ChartId) -> Result<Arc<Chart>> {
        let chart = self.load_chart(id).await?;
        self.require(caller, Action::ReadChart, &*chart).await?;
        Ok(chart)
    }

    /// What a tile shows: the chart's own question, drawn with the dashboard's colours. Whoever may open the dashboard may see
    /// the charts on it; the question is the stored one, so nothing else can be asked this way.
    pub async fn tile_drawing(
        &self,
        caller: &Caller,
        dashboard: DashboardId,
        chart: ChartId,
        force: bool,
    ) -> Result<Arc<Drawing>> {
        let opened = self.open_dashboard(caller, &dashboard.to_string()).await?;
        self.draw_tile(caller, &opened, chart, force).await
    }

    pub(crate) async fn draw_tile(
        &self,
        caller: &Caller,
        opened: &DashboardWithCharts,
        chart: ChartId,
        force: bool,
    ) -> Result<Arc<Drawing>> {
        match opened.charts.iter().find(|candidate| candidate.id == chart) {
            Some(chart) => self.draw(caller, chart, Some(opened), force).await.map(Arc::new),
            None => {
                let chart = self.chart_to_place(caller, opened, chart).await?;
                self.draw(caller, &chart, Some(opened), force).await.map(Arc::new)
            }
        }
    }

    /// A chart that the editor shows before the dashboard is saved with it: whoever changes the dashboard may place it.
    async fn chart_to_place(&self, caller: &Caller, opened: &DashboardWithCharts, id: ChartId) -> Result<Arc<Chart>> {
        let not_found = || AppError::not_found("Chart");
        if !self.may(caller, Action::UpdateDashboard, &opened.dashboard).await? {
            return Err(not_found());
        }
        let chart = self.load_chart(id).await?;
        if self.may_place_chart(caller, &chart).await? { Ok(chart) } else { Err(not_found()) }
    }

    /// A drawing as SVG for the page itself: its colours are the page's CSS variables.
    pub async fn picture(
        &self,
        drawing: &Drawing,
        chart: ChartId,
        title: &str,
        width: u32,
        height: u32,
    ) -> Result<Arc<str>> {
        let option = match drawing {
            Drawing::Chart { option } => option,
            Drawing::Number(number) => number.trend.as_ref().ok_or_else(|| AppError::not_found("Trend"))?,
            Drawing::Table(_) | Drawing::Empty { .. } => return Err(AppError::invalid("A table is not a picture.")),
        };
        self.pictures.svg(option, (width, height), title, &format!("c{chart}")).await
    }

    /// A chart as an SVG file of its own.
    pub async fn chart_image(&self, caller: &Caller, id: ChartId, question: &ImageQuestion) -> Result<String> {
        let chart = self.load_chart(id).await?;
        if !self.may_see_chart(caller, &chart).await? {
            return Err(AppError::not_found("Chart"));
        }
        let size = |asked: Option<u32>, default: u32| asked.unwrap_or(default).clamp(50, LARGEST_SIDE);
        let (width, height) = (size(question.width, DEFAULT_SIZE.0), size(question.height, DEFAULT_SIZE.1));
        let drawing = self.draw(caller, &chart, None, false).await?;
        let title = &chart.fields.slice_name;
        let svg = match &drawing {
            Drawing::Chart { .. } => self.picture(&drawing, id, title, width, height).await?,
            Drawing::Table(_) | Drawing::Number(_) | Drawing::Empty { .. } => {
                sx_render::plain_svg(&drawing, title, width, height)
            }
        };
        let theme = match question.theme.as_deref() {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::Auto,
        };
        Ok(sx_render::standalone(&svg, theme))
    }

    pub(crate) async fn load_chart(&self, id: ChartId) -> Result<Arc<Chart>> {
        let load = || async {
            let chart = self.store.lookup_chart(id).await.map_err(store_error)?;
            chart.ok_or_else(|| AppError::not_found("Chart"))
        };
        self.meta.chart(id, load).await
    }

    /// By itself, or through a dashboard that the caller may open.
    pub(crate) async fn may_see_chart(&self, caller: &Caller, chart: &Chart) -> Result<bool> {
        if self.may(caller, Action::ReadChart, chart).await? {
            return Ok(true);
        }
        for dashboard in self.store.dashboards_of_chart(chart.id).await.map_err(store_error)? {
            if self.may(caller, Action::ReadDashboard, &dashboard).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Access to the chart was checked by the caller of this function. Colours and times are the dashboard's, where it stands on one.
    async fn draw(
        &self,
        caller: &Caller,
        chart: &Chart,
        dashboard: Option<&DashboardWithCharts>,
        force: bool,
    ) -> Result<Drawing> {
        let json_metadata = dashboard.map_or("", |opened| &opened.dashboard.fields.json_metadata);
        let form = form_data(chart)?;
        let loaded = self.dataset_of_chart(caller, chart).await?;
        let kind = sx_chart::kind_or_fallback(&chart.fields.viz_type);
        let questions = drawn_questions(kind, &form)?;
        let mut options = self.ask_options(caller, force, None, Some(chart), &loaded);
        options.times = Times::of(caller, dashboard.map(|opened| &opened.times));
        let questions = self.with_totals(caller, &loaded, &questions, options).await?;
        let asked = try_join_all(questions.iter().map(|query| self.ask(caller, &loaded, query, options))).await?;
        let tables: Vec<&sx_query::Table> = asked.iter().map(|asked| &asked.answer.processed.table).collect();
        kind.draw(&form, &tables, &look(json_metadata, &loaded)).map_err(chart_error)
    }

    /// Access to the chart was checked by the caller of this function.
    pub(crate) async fn dataset_of_chart(&self, caller: &Caller, chart: &Chart) -> Result<Arc<LoadedDataset>> {
        let dataset = chart.dataset_id.ok_or_else(|| {
            AppError::new(ErrorKind::Unprocessable, "The dataset of this chart is gone. Choose another one for it.")
        })?;
        match self.load_dataset(caller, dataset).await {
            Err(error) if error.kind == ErrorKind::NotFound => Err(self.lost_dataset(dataset).await),
            loaded => loaded,
        }
    }
}

/// What a chart asks that is only drawn: lines are thinned to what a screen shows.
pub(crate) fn drawn_questions(kind: &dyn ChartKind, form: &FormData) -> Result<Vec<QueryObject>> {
    let mut questions = kind.queries(form).map_err(chart_error)?;
    if kind.may_thin(form) {
        for question in &mut questions {
            let options = Map::from_iter([("width".to_owned(), PIXELS.into())]);
            question
                .post_processing
                .push(Some(PostProcessing { operation: "thin".to_owned(), options: Some(options) }));
        }
    }
    Ok(questions)
}

pub(crate) fn form_data(chart: &Chart) -> Result<FormData> {
    let mut form: FormData = serde_json::from_str(&chart.fields.params)
        .map_err(|_| AppError::new(ErrorKind::Unprocessable, "The settings of this chart are not readable."))?;
    form.insert("viz_type".to_owned(), chart.fields.viz_type.clone().into());
    Ok(form)
}

/// The colours that a dashboard gave to labels, its own first, then those that it shares; and how the dataset names its
/// columns and metrics and writes their numbers.
pub(crate) fn look(json_metadata: &str, dataset: &LoadedDataset) -> Look {
    let metadata: Map<String, Value> = serde_json::from_str(json_metadata).unwrap_or_default();
    let colors = |key: &str| metadata.get(key).and_then(Value::as_object).cloned().unwrap_or_default();
    let mut label_colors = colors("map_label_colors");
    label_colors.extend(colors("label_colors"));
    let color_scheme = metadata.get("color_scheme").and_then(Value::as_str).filter(|name| !name.is_empty());
    let columns = dataset.spec.columns.iter().map(|column| (&column.name, &column.verbose_name));
    // A metric may have the name of a column; charts show it far more often.
    let named = columns.chain(dataset.spec.metrics.iter().map(|metric| (&metric.name, &metric.verbose_name)));
    let metrics = || dataset.dataset.metrics.iter().map(|metric| &metric.fields);
    let format = |format: &Option<String>| format.clone().filter(|format| !format.is_empty());
    Look {
        label_colors,
        color_scheme: color_scheme.map(str::to_owned),
        verbose_names: named.filter_map(|(name, shown)| Some((name.clone(), shown.clone()?))).collect(),
        column_formats: metrics().filter_map(|it| Some((it.metric_name.clone(), format(&it.d3format)?))).collect(),
        column_currencies: metrics()
            .filter_map(|it| Some((it.metric_name.clone(), currency(it.currency.as_ref()?)?)))
            .collect(),
    }
}

/// Older versions of the reference stored the currency as JSON text.
pub(crate) fn currency(stored: &Value) -> Option<Value> {
    let currency = match stored {
        Value::String(text) => serde_json::from_str(text).ok()?,
        other => other.clone(),
    };
    let has_symbol = currency.get("symbol").and_then(Value::as_str).is_some_and(|symbol| !symbol.is_empty());
    has_symbol.then_some(currency)
}

pub(crate) fn chart_error(error: ChartError) -> AppError {
    AppError::new(ErrorKind::Unprocessable, error.to_string())
}
