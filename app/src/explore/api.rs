//! Server functions of the chart builder. Answers to its questions come over `/api/v1/explore/ask` instead, for those can be
//! stopped.

use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};
use serde::{Deserialize, Serialize};
use sx_model::{ChartId, DashboardId, DatasetId, ExplorePage, ExploreQuestion, UserId};

use crate::Failure;

/// A dataset to begin with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatasetChoice {
    pub id: DatasetId,
    pub name: String,
    /// Its schema.
    pub place: String,
}

/// A dashboard that takes charts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub id: DashboardId,
    pub title: String,
    /// Id and text.
    pub tabs: Vec<(String, String)>,
}

/// A chart to be stored; without an id a new one. Forms travel as JSON text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChartToSave {
    pub id: Option<ChartId>,
    pub name: String,
    pub dataset_id: DatasetId,
    pub form: String,
    /// Of the chart that was opened; none overwrites.
    pub based_on: Option<String>,
}

/// Where a chart is put: a dashboard by id, or a new one by its title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Onto {
    Dashboard { id: DashboardId, tab: Option<String> },
    New { title: String },
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Properties {
    pub description: String,
    pub certified_by: String,
    pub certification_details: String,
    /// Seconds.
    pub cache_timeout: Option<i64>,
    /// Who may change the chart; absent stays as it is.
    #[serde(default)]
    pub owners: Option<Vec<UserId>>,
}

/// Unsaved work of the person who asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChartDraft {
    /// JSON text.
    pub body: String,
    /// RFC 3339.
    pub saved_on: String,
}

#[server(prefix = "/fn", endpoint = "open_explore", input = Json)]
pub async fn open_explore(question: ExploreQuestion) -> Result<ExplorePage, Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.explore_page(&caller, &question).await.map_err(crate::ctx::fail)
}

/// Of those that the caller may read, the latest change first.
#[server(prefix = "/fn", endpoint = "choose_dataset", input = GetUrl)]
pub async fn choose_dataset(search: String) -> Result<Vec<DatasetChoice>, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let page = service.list_datasets(&caller, &ssr::newest(&search, "table_name")).await.map_err(crate::ctx::fail)?;
    Ok(page.items.into_iter().map(DatasetChoice::from).collect())
}

#[server(prefix = "/fn", endpoint = "choose_place", input = GetUrl)]
pub async fn choose_place(search: String) -> Result<Vec<Place>, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let places = service.places_for_charts(&caller, &search).await.map_err(crate::ctx::fail)?;
    Ok(places.into_iter().map(Place::from).collect())
}

#[server(prefix = "/fn", endpoint = "save_explored", input = Json)]
pub async fn save_explored(chart: ChartToSave) -> Result<ChartId, Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.save_explored(&caller, ssr::explored(chart)?).await.map_err(crate::ctx::fail)
}

/// Answers the address of the dashboard.
#[server(prefix = "/fn", endpoint = "put_onto_dashboard", input = Json)]
pub async fn put_onto_dashboard(chart: ChartId, onto: Onto) -> Result<String, Failure> {
    let (service, caller) = crate::ctx::service()?;
    ssr::put_onto(&service, &caller, chart, onto).await.map_err(crate::ctx::fail)
}

#[server(prefix = "/fn", endpoint = "save_chart_properties", input = Json)]
pub async fn save_chart_properties(chart: ChartId, properties: Properties) -> Result<(), Failure> {
    let (service, caller) = crate::ctx::service()?;
    let saved = service.update_chart(&caller, chart, ssr::change(properties)).await;
    saved.map(drop).map_err(crate::ctx::fail)
}

/// People who may own a chart: id and name.
#[server(prefix = "/fn", endpoint = "possible_chart_owners", input = GetUrl)]
pub async fn possible_chart_owners(search: String) -> Result<Vec<(UserId, String)>, Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.possible_owners(&caller, &search).await.map_err(crate::ctx::fail)
}

#[server(prefix = "/fn", endpoint = "duplicate_explored", input = Json)]
pub async fn duplicate_explored(chart: ChartId) -> Result<ChartId, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let copy = service.duplicate_chart(&caller, chart, None).await.map_err(crate::ctx::fail)?;
    Ok(copy.id)
}

#[server(prefix = "/fn", endpoint = "is_favorite_chart", input = GetUrl)]
pub async fn is_favorite_chart(chart: ChartId) -> Result<bool, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let kind = sx_service::FavoriteKind::Chart;
    let marks = service.favorites_among(&caller, kind, &[chart.0]).await.map_err(crate::ctx::fail)?;
    Ok(marks.first().is_some_and(|(_, marked)| *marked))
}

/// The key of a permalink to this form.
#[server(prefix = "/fn", endpoint = "link_explored", input = Json)]
pub async fn link_explored(form: String) -> Result<String, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let state = [("formData".to_owned(), ssr::json(&form)?)].into_iter().collect();
    service.create_explore_permalink(&caller, state).await.map_err(crate::ctx::fail)
}

#[server(prefix = "/fn", endpoint = "find_chart_draft", input = GetUrl)]
pub async fn find_chart_draft(key: String) -> Result<Option<ChartDraft>, Failure> {
    let (service, caller) = crate::ctx::service()?;
    ssr::draft(service.find_draft(&caller, "chart", &key).await)
}

#[server(prefix = "/fn", endpoint = "save_chart_draft", input = Json)]
pub async fn save_chart_draft(key: String, body: String) -> Result<(), Failure> {
    let (service, caller) = crate::ctx::service()?;
    let saved = service.save_draft(&caller, "chart", &key, ssr::new_draft(body)?).await;
    saved.map(drop).map_err(crate::ctx::fail)
}

#[server(prefix = "/fn", endpoint = "discard_chart_draft", input = Json)]
pub async fn discard_chart_draft(key: String) -> Result<(), Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.discard_draft(&caller, "chart", &key).await.map_err(crate::ctx::fail)
}

#[cfg(feature = "ssr")]
mod ssr {
    use serde_json::{Value, value::RawValue};
    use sx_model::{AppError, ChartId, Dataset, ErrorKind, ListFilter, ListQuery, Result};
    use sx_service::{Caller, ChartChange, ExploredChart, NewDraft, PlaceChoice, SavedDraft, Service};

    use super::{ChartDraft, ChartToSave, DatasetChoice, Onto, Place, Properties};
    use crate::Failure;

    /// More are found by searching.
    const OFFERED: i64 = 50;

    pub fn newest(search: &str, column: &str) -> ListQuery {
        let filter = ListFilter { col: column.to_owned(), opr: "ct".to_owned(), value: search.into() };
        ListQuery {
            page_size: Some(OFFERED),
            order_column: Some("changed_on".to_owned()),
            order_direction: Some("desc".to_owned()),
            filters: (!search.trim().is_empty()).then_some(filter).into_iter().collect(),
            ..ListQuery::default()
        }
    }

    pub fn json(text: &str) -> std::result::Result<Value, Failure> {
        serde_json::from_str(text).map_err(|_| unreadable())
    }

    pub fn explored(chart: ChartToSave) -> std::result::Result<ExploredChart, Failure> {
        let ChartToSave { id, name, dataset_id, form, based_on } = chart;
        let form = serde_json::from_str(&form).map_err(|_| unreadable())?;
        let based_on = based_on.map(|text| text.parse()).transpose().map_err(|_| unreadable())?;
        Ok(ExploredChart { id, name, dataset_id, form, based_on })
    }

    pub async fn put_onto(service: &Service, caller: &Caller, chart: ChartId, onto: Onto) -> Result<String> {
        let (id, tab) = match onto {
            Onto::Dashboard { id, tab } => (id, tab),
            Onto::New { title } => (service.create_place(caller, &title).await?, None),
        };
        service.place_chart(caller, chart, id, tab.as_deref()).await?;
        let query = tab.map(|tab| crate::url_text::query([("tab", tab.as_str())])).unwrap_or_default();
        Ok(format!("{}{query}", crate::dashboard::dashboard_href(id, None)))
    }

    /// An empty text is none.
    pub fn change(properties: Properties) -> ChartChange {
        let some = |text: String| Some(Some(text).filter(|text| !text.trim().is_empty()));
        ChartChange {
            description: some(properties.description),
            certified_by: some(properties.certified_by),
            certification_details: some(properties.certification_details),
            cache_timeout: Some(properties.cache_timeout),
            owners: properties.owners,
            ..ChartChange::default()
        }
    }

    /// Most charts have none.
    pub fn draft(found: Result<SavedDraft>) -> std::result::Result<Option<ChartDraft>, Failure> {
        match found {
            Ok(draft) => {
                let (body, saved_on) = (draft.body.get().to_owned(), draft.saved_on.to_rfc3339());
                Ok(Some(ChartDraft { body, saved_on }))
            }
            Err(error) if error.kind == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(crate::ctx::fail(error)),
        }
    }

    pub fn new_draft(body: String) -> std::result::Result<NewDraft, Failure> {
        Ok(NewDraft { body: RawValue::from_string(body).map_err(|_| unreadable())?, based_on: None })
    }

    fn unreadable() -> Failure {
        crate::ctx::fail(AppError::invalid("The chart cannot be read."))
    }

    impl From<Dataset> for DatasetChoice {
        fn from(dataset: Dataset) -> Self {
            let place = dataset.fields.schema.unwrap_or_default();
            Self { id: dataset.id, name: dataset.fields.table_name, place }
        }
    }

    impl From<PlaceChoice> for Place {
        fn from(choice: PlaceChoice) -> Self {
            Self { id: choice.id, title: choice.title, tabs: choice.tabs }
        }
    }
}
