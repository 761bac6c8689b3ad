//! A dashboard is copied, with its charts or over the same ones.

mod metadata;

use serde::Deserialize;
use serde_json::Value;
use sx_model::{AppError, Chart, ChartId, Dashboard, DashboardFields, Result};
use sx_store::{AssetKind, Tx};
use uuid::Uuid;

use super::dashboard::Links;
use crate::{
    Caller, Service,
    access::Action,
    audit::{Deed, differences},
    store_error,
    wrong::require_json,
};

/// `POST /api/v1/dashboard/{id_or_slug}/copy/`.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
pub struct DashboardCopy {
    pub dashboard_title: Option<String>,
    pub css: Option<String>,
    /// As JSON text; the reference's page sends the layout in it, as `positions`.
    pub json_metadata: String,
    #[serde(default)]
    pub duplicate_slices: bool,
}

impl Service {
    /// A draft of the caller's own, without a slug. Its charts must be the caller's to place, or to own where they are copied.
    pub async fn copy_dashboard(&self, caller: &Caller, id_or_slug: &str, copy: DashboardCopy) -> Result<Dashboard> {
        caller.require(Action::CreateDashboard)?;
        let opened = self.open_dashboard(caller, id_or_slug).await?;
        require_json("json_metadata", Some(&copy.json_metadata))?;
        if copy.duplicate_slices {
            caller.require(Action::CreateChart)?;
        }
        for chart in &opened.charts {
            let may = match copy.duplicate_slices {
                true => self.may_ask_dataset_of(caller, chart).await?,
                false => self.may_place_chart(caller, chart).await?,
            };
            if !may {
                return Err(AppError::forbidden());
            }
        }
        let original = &opened.dashboard.fields;
        let (positions, metadata) = split_positions(&copy.json_metadata);
        let fields = DashboardFields {
            dashboard_title: copy.dashboard_title.unwrap_or_else(|| original.dashboard_title.clone()),
            css: copy.css.or_else(|| original.css.clone()),
            position_json: positions.unwrap_or_else(|| original.position_json.clone()),
            json_metadata: metadata.unwrap_or_else(|| original.json_metadata.clone()),
            slug: None,
            published: false,
            certified_by: None,
            certification_details: None,
            ..original.clone()
        };
        let owners: Vec<_> = caller.user_id().into_iter().collect();
        let tx = self.store.begin().await.map_err(store_error)?;
        let (fields, charts) = if copy.duplicate_slices {
            self.copy_charts(&tx, caller, fields, &opened.charts).await?
        } else {
            (fields, opened.charts.iter().map(|chart| chart.id).collect())
        };
        let links = Links { owners: Some(owners), roles: None, charts: Some(charts) };
        let id = self.add_dashboard_in(&tx, caller, &fields, links).await?;
        tx.commit().await.map_err(store_error)?;
        self.meta.forget_assets();
        self.lookup_dashboard(&id.to_string()).await
    }

    /// The layout and the metadata of the copy name the new charts.
    async fn copy_charts(
        &self,
        tx: &Tx,
        caller: &Caller,
        mut fields: DashboardFields,
        charts: &[Chart],
    ) -> Result<(DashboardFields, Vec<ChartId>)> {
        let (by, now) = (caller.user_id(), self.clock.now());
        let mut copies = Vec::with_capacity(charts.len());
        for original in charts {
            let uuid = Uuid::new_v4();
            let id = tx.add_chart(uuid, original.dataset_id, &original.fields, by, now).await.map_err(store_error)?;
            tx.set_chart_owners(id, by.as_slice()).await.map_err(store_error)?;
            let changes = differences(&(), &original.fields);
            self.log(tx, caller, Deed::on("create", AssetKind::Chart, id.0), changes).await?;
            copies.push(Copied { original, id, uuid });
        }
        fields.position_json = renamed(&fields.position_json, &copies);
        let ids = copies.iter().map(|copy| (copy.original.id, copy.id)).collect();
        fields.json_metadata = metadata::renumbered(&fields.json_metadata, &ids);
        Ok((fields, copies.iter().map(|copy| copy.id).collect()))
    }
}

struct Copied<'a> {
    original: &'a Chart,
    id: ChartId,
    uuid: Uuid,
}

/// The layout with the copies in the places of their originals, found as the page finds them: by UUID, else by `chartId`.
fn renamed(position_json: &str, copies: &[Copied<'_>]) -> String {
    let Ok(Value::Object(mut position)) = serde_json::from_str(position_json) else { return position_json.to_owned() };
    for meta in position.values_mut().filter(|node| node["type"] == "CHART").filter_map(|node| node.get_mut("meta")) {
        let uuid = meta["uuid"].as_str().map(str::parse::<Uuid>);
        let is_it = |copy: &&Copied<'_>| match &uuid {
            Some(uuid) => uuid.as_ref() == Ok(&copy.original.uuid),
            None => meta["chartId"] == copy.original.id.0,
        };
        if let Some(copy) = copies.iter().find(is_it) {
            meta["chartId"] = copy.id.0.into();
            meta["uuid"] = copy.uuid.to_string().into();
        }
    }
    Value::Object(position).to_string()
}

/// The layout that the reference's page sends inside the metadata, and the metadata without it; an absent one is `None`.
fn split_positions(json_metadata: &str) -> (Option<String>, Option<String>) {
    let Ok(Value::Object(mut metadata)) = serde_json::from_str(json_metadata) else { return (None, None) };
    let positions = metadata.shift_remove("positions").filter(Value::is_object);
    let is_empty = metadata.is_empty();
    (positions.map(|positions| positions.to_string()), (!is_empty).then(|| Value::Object(metadata).to_string()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use sx_model::{Audit, ChartFields};

    use super::*;

    fn chart(id: i64) -> Chart {
        let now = "2026-11-20T08:00:00Z".parse().unwrap();
        let audit = Audit { created_on: now, changed_on: now, created_by: None, changed_by: None };
        let (uuid, fields) = (Uuid::from_u128(id as u128), ChartFields::default());
        Chart { id: ChartId(id), uuid, dataset_id: None, fields, owners: Vec::new(), audit }
    }

    #[test]
    fn copies_take_the_places_of_their_originals() {
        let (one, two) = (chart(1), chart(2));
        let copies = [
            Copied { original: &one, id: ChartId(11), uuid: Uuid::from_u128(11) },
            Copied { original: &two, id: ChartId(12), uuid: Uuid::from_u128(12) },
        ];
        let position = json!({
            "A": { "type": "CHART", "meta": { "uuid": Uuid::from_u128(1), "chartId": 99 } },
            "B": { "type": "CHART", "meta": { "chartId": 2 } },
            "C": { "type": "CHART", "meta": { "uuid": Uuid::from_u128(3), "chartId": 1 } },
            "D": { "type": "MARKDOWN", "meta": { "chartId": 1 } },
        });
        let position: Value = serde_json::from_str(&renamed(&position.to_string(), &copies)).unwrap();
        let ids: Vec<_> = ["A", "B", "C", "D"].map(|node| position[node]["meta"]["chartId"].clone()).into();
        assert_eq!(ids, [json!(11), json!(12), json!(1), json!(1)]);
        assert_eq!(position["B"]["meta"]["uuid"], json!(Uuid::from_u128(12)));
        assert_eq!(renamed("nonsense", &copies), "nonsense");
    }

    #[test]
    fn a_layout_may_come_inside_the_metadata() {
        let (positions, metadata) = split_positions(r#"{"positions": {"A": 1}, "color_scheme": "x"}"#);
        assert_eq!((positions.as_deref(), metadata.as_deref()), (Some(r#"{"A":1}"#), Some(r#"{"color_scheme":"x"}"#)));
        assert_eq!(split_positions("{}"), (None, None));
    }
}
