//! Charts are made, changed and removed.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::json;
use sx_model::{AppError, Chart, ChartFields, ChartId, DashboardId, DatasetId, Result, UserId};
use sx_store::{AssetKind, AssetRef};
use uuid::Uuid;

use super::{LONGEST_NAME, people};
use crate::{
    Caller, Service,
    access::Action,
    audit::{Deed, differences},
    store_error,
    wrong::{Wrong, given, require_json, require_length, require_text},
};

/// `POST /api/v1/chart/`.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
pub struct NewChart {
    /// First, so that the schema takes the fields below, which must be given, and not those of the same names here.
    #[serde(flatten)]
    pub change: ChartChange,
    pub slice_name: String,
    pub datasource_id: DatasetId,
    pub datasource_type: String,
}

/// `PUT /api/v1/chart/{id}`: absent stays as it is, null empties.
#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub struct ChartChange {
    pub slice_name: Option<String>,
    pub viz_type: Option<String>,
    /// Form data, as JSON text.
    pub params: Option<String>,
    #[serde(deserialize_with = "given")]
    pub query_context: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    pub description: Option<Option<String>>,
    /// Seconds.
    #[serde(deserialize_with = "given")]
    pub cache_timeout: Option<Option<i64>>,
    #[serde(deserialize_with = "given")]
    pub certified_by: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    pub certification_details: Option<Option<String>>,
    /// `changed_on` as it was read: the save is refused (409) when somebody saved since.
    pub based_on: Option<DateTime<Utc>>,
    pub datasource_id: Option<DatasetId>,
    pub datasource_type: Option<String>,
    pub owners: Option<Vec<UserId>>,
    /// The dashboards that it stands on.
    pub dashboards: Option<Vec<DashboardId>>,
}

impl Service {
    pub async fn create_chart(&self, caller: &Caller, new: NewChart) -> Result<Chart> {
        caller.require(Action::CreateChart)?;
        let NewChart { slice_name, datasource_id, datasource_type, change } = new;
        let fields = ChartFields { viz_type: "table".to_owned(), params: "{}".to_owned(), ..ChartFields::default() };
        let change = ChartChange {
            slice_name: Some(slice_name),
            datasource_id: Some(datasource_id),
            datasource_type: Some(datasource_type),
            ..change
        };
        let mut wrong = Wrong::default();
        let fields = apply(fields, &change)?;
        self.check_dataset(caller, Some(datasource_id), &mut wrong).await?;
        let owners = people::owners(&self.store, caller, change.owners.as_deref(), &mut wrong).await?;
        let dashboards = change.dashboards.unwrap_or_default();
        self.check_dashboards(caller, &dashboards, &[], &mut wrong).await?;
        wrong.check()?;
        let tx = self.store.begin().await.map_err(store_error)?;
        let (by, now) = (caller.user_id(), self.clock.now());
        let id = tx.add_chart(Uuid::new_v4(), Some(datasource_id), &fields, by, now).await.map_err(store_error)?;
        tx.set_chart_owners(id, &owners).await.map_err(store_error)?;
        tx.set_chart_dashboards(id, &dashboards).await.map_err(store_error)?;
        self.log(&tx, caller, Deed::on("create", AssetKind::Chart, id.0), differences(&(), &fields)).await?;
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_assets();
        self.load_chart(id).await.map(std::sync::Arc::unwrap_or_clone)
    }

    pub async fn update_chart(&self, caller: &Caller, id: ChartId, change: ChartChange) -> Result<Chart> {
        let chart = self.stored_chart(id).await?;
        self.require(caller, Action::UpdateChart, &chart).await?;
        let mut wrong = Wrong::default();
        let fields = apply(chart.fields.clone(), &change)?;
        let dataset = change.datasource_id.or(chart.dataset_id);
        // An owner sees what their chart shows, so they may make it ask only what they might ask themselves.
        if asks_anew(&chart, &fields, dataset) {
            self.check_dataset(caller, dataset, &mut wrong).await?;
        }
        let owners = match &change.owners {
            Some(asked) => Some(people::owners(&self.store, caller, Some(asked), &mut wrong).await?),
            None => None,
        };
        if let Some(dashboards) = &change.dashboards {
            let already = self.store.dashboards_of_chart(id).await.map_err(store_error)?;
            let already: Vec<_> = already.iter().map(|dashboard| dashboard.id).collect();
            self.check_dashboards(caller, dashboards, &already, &mut wrong).await?;
        }
        wrong.check()?;
        let tx = self.store.begin().await.map_err(store_error)?;
        self.refuse_stale(&tx, AssetRef::Chart(id), change.based_on).await?;
        tx.update_chart(id, dataset, &fields, caller.user_id(), self.clock.now()).await.map_err(store_error)?;
        let mut changes = differences(&chart.fields, &fields);
        changes.extend(differences(&json!({ "dataset": chart.dataset_id }), &json!({ "dataset": dataset })));
        if let Some(owners) = owners {
            tx.set_chart_owners(id, &owners).await.map_err(store_error)?;
            let before: Vec<_> = chart.owners.iter().map(|owner| owner.id).collect();
            changes.extend(differences(&json!({ "owners": before }), &json!({ "owners": owners })));
        }
        if let Some(dashboards) = change.dashboards {
            tx.set_chart_dashboards(id, &dashboards).await.map_err(store_error)?;
            changes.insert("dashboards".to_owned(), json!({ "to": dashboards }));
        }
        self.log(&tx, caller, Deed::on("update", AssetKind::Chart, id.0), changes).await?;
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_assets();
        self.stored_chart(id).await
    }

    /// All of them or none, into the trash.
    pub async fn delete_charts(&self, caller: &Caller, ids: &[ChartId]) -> Result<()> {
        let mut charts = Vec::with_capacity(ids.len());
        for id in ids {
            let chart = self.stored_chart(*id).await?;
            self.require(caller, Action::DeleteChart, &chart).await?;
            charts.push(chart);
        }
        let tx = self.store.begin().await.map_err(store_error)?;
        for chart in charts {
            tx.trash(AssetRef::Chart(chart.id), caller.user_id(), self.clock.now()).await.map_err(store_error)?;
            let changes = differences(&chart.fields, &());
            self.log(&tx, caller, Deed::on("delete", AssetKind::Chart, chart.id.0), changes).await?;
        }
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_assets();
        Ok(())
    }

    /// As it is now: what is changed must not be a second old.
    pub(super) async fn stored_chart(&self, id: ChartId) -> Result<Chart> {
        let found = self.store.lookup_chart(id).await.map_err(store_error)?;
        found.ok_or_else(|| AppError::not_found("Chart"))
    }

    async fn check_dataset(&self, caller: &Caller, id: Option<DatasetId>, wrong: &mut Wrong) -> Result<()> {
        let Some(id) = id else { return Ok(()) };
        let dataset = self.store.lookup_dataset(id).await.map_err(store_error)?;
        let is_readable = match &dataset {
            Some(dataset) => self.may(caller, Action::ReadDataset, dataset).await?,
            None => false,
        };
        if !is_readable {
            wrong.add("datasource_id", "Dataset does not exist");
        }
        Ok(())
    }
}

fn asks_anew(chart: &Chart, fields: &ChartFields, dataset: Option<DatasetId>) -> bool {
    let question =
        |fields: &ChartFields| (fields.viz_type.clone(), fields.params.clone(), fields.query_context.clone());
    chart.dataset_id != dataset || question(&chart.fields) != question(fields)
}

fn apply(mut fields: ChartFields, change: &ChartChange) -> Result<ChartFields> {
    if let Some(kind) = change.datasource_type.as_deref().filter(|kind| !["table", "dataset"].contains(kind)) {
        return Err(AppError::invalid(format!("datasource_type: “{kind}” is not a dataset.")));
    }
    if let Some(name) = &change.slice_name {
        require_text("slice_name", name)?;
        require_length("slice_name", name, LONGEST_NAME)?;
        fields.slice_name.clone_from(name);
    }
    if let Some(viz_type) = &change.viz_type {
        require_text("viz_type", viz_type)?;
        require_length("viz_type", viz_type, LONGEST_NAME)?;
        fields.viz_type.clone_from(viz_type);
    }
    if let Some(params) = &change.params {
        require_json("params", Some(params))?;
        fields.params = if params.is_empty() { "{}".to_owned() } else { params.clone() };
    }
    require_json("query_context", change.query_context.as_ref().and_then(Option::as_deref))?;
    let set = |field: &mut Option<String>, change: &Option<Option<String>>| {
        if let Some(change) = change {
            field.clone_from(change);
        }
    };
    set(&mut fields.query_context, &change.query_context);
    set(&mut fields.description, &change.description);
    set(&mut fields.certified_by, &change.certified_by);
    set(&mut fields.certification_details, &change.certification_details);
    fields.cache_timeout = change.cache_timeout.unwrap_or(fields.cache_timeout);
    Ok(fields)
}
