//! Permalinks: a short address of a state of a dashboard or of the chart builder. Who follows one still needs the rights to what
//! it shows.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use sx_model::{AppError, ChartId, DashboardId, DatasetId, ErrorKind, Result};

use crate::{Caller, Service, access::Action, audit::Deed, store_error};

/// Of the state as JSON text.
const STATE_BYTES_MAX: usize = 256 << 10;
const DASHBOARD: &str = "dashboard_permalink";
const EXPLORE: &str = "explore_permalink";

/// What `GET /api/v1/dashboard/permalink/{key}` answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct DashboardPermalink {
    #[serde(rename = "dashboardId")]
    pub dashboard_id: DashboardId,
    /// `{dataMask, activeTabs, anchor, urlParams, chartStates}`, as the reference's page writes it.
    pub state: Map<String, Value>,
}

/// What `GET /api/v1/explore/permalink/{key}` answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ExplorePermalink {
    #[serde(rename = "chartId")]
    pub chart_id: Option<ChartId>,
    #[serde(rename = "datasourceId")]
    pub datasource_id: DatasetId,
    #[serde(rename = "datasourceType")]
    pub datasource_type: String,
    /// `7__table`.
    pub datasource: String,
    /// `{formData, urlParams, chartState}`.
    pub state: Map<String, Value>,
}

impl Service {
    /// The key. The same state has the same key, so asking twice makes one.
    pub async fn create_dashboard_permalink(
        &self,
        caller: &Caller,
        id_or_slug: &str,
        state: Map<String, Value>,
    ) -> Result<String> {
        let opened = self.open_dashboard(caller, id_or_slug).await?;
        let id = opened.dashboard.id;
        self.store_permalink(
            caller,
            DASHBOARD,
            Deed::new("create", "permalink", id.0),
            &DashboardPermalink { dashboard_id: id, state },
        )
        .await
    }

    pub async fn find_dashboard_permalink(&self, caller: &Caller, key: &str) -> Result<DashboardPermalink> {
        caller.require_reader()?;
        let permalink: DashboardPermalink = self.lookup_permalink(DASHBOARD, key).await?;
        self.open_dashboard(caller, &permalink.dashboard_id.to_string()).await?;
        Ok(permalink)
    }

    /// The key. `state.formData` names the dataset in `datasource`, and the chart, if there is one, in `slice_id`.
    pub async fn create_explore_permalink(&self, caller: &Caller, state: Map<String, Value>) -> Result<String> {
        caller.require_user()?;
        let permalink = explore_permalink(state)?;
        self.require_explore(caller, &permalink).await?;
        let deed = Deed::new("create", "permalink", permalink.datasource_id.0);
        self.store_permalink(caller, EXPLORE, deed, &permalink).await
    }

    pub async fn find_explore_permalink(&self, caller: &Caller, key: &str) -> Result<ExplorePermalink> {
        caller.require_user()?;
        let permalink: ExplorePermalink = self.lookup_permalink(EXPLORE, key).await?;
        self.require_explore(caller, &permalink).await?;
        Ok(permalink)
    }

    /// Form data may ask anything of the dataset, so the dataset is what counts.
    async fn require_explore(&self, caller: &Caller, permalink: &ExplorePermalink) -> Result<()> {
        self.find_dataset(caller, permalink.datasource_id).await.map(drop)
    }

    async fn store_permalink(
        &self,
        caller: &Caller,
        scope: &str,
        deed: Deed,
        permalink: &impl Serialize,
    ) -> Result<String> {
        caller.require(Action::MakePermalinks)?;
        let text = serde_json::to_string(permalink).map_err(|_| AppError::internal())?;
        if text.len() > STATE_BYTES_MAX {
            return Err(AppError::new(ErrorKind::TooLarge, "The state is too large for a permalink."));
        }
        let key = key_of(&text);
        let tx = self.store.begin().await.map_err(store_error)?;
        if tx.lookup_key_value(scope, &key, self.clock.now()).await.map_err(store_error)?.is_none() {
            tx.set_key_value(scope, &key, &text, None).await.map_err(store_error)?;
            let changes = Map::from_iter([("key".to_owned(), json!({ "to": key }))]);
            self.log(&tx, caller, deed, changes).await?;
        }
        tx.commit().await.map_err(store_error)?;
        Ok(key)
    }

    async fn lookup_permalink<T: for<'de> Deserialize<'de>>(&self, scope: &str, key: &str) -> Result<T> {
        let found = self.store.lookup_key_value(scope, key, self.clock.now()).await.map_err(store_error)?;
        let text = found.ok_or_else(|| AppError::not_found("Permalink"))?;
        serde_json::from_str(&text).map_err(|_| AppError::internal())
    }
}

fn explore_permalink(state: Map<String, Value>) -> Result<ExplorePermalink> {
    let form = state.get("formData").and_then(Value::as_object);
    let form = form.ok_or_else(|| AppError::invalid("formData: Missing data for required field."))?;
    let datasource = form.get("datasource").and_then(Value::as_str).unwrap_or_default();
    let id = datasource.split_once("__").and_then(|(id, kind)| Some((id.parse().ok()?, kind)));
    let Some((id, kind @ ("table" | "dataset"))) = id else {
        return Err(AppError::invalid("formData.datasource: a dataset is expected, such as 7__table."));
    };
    Ok(ExplorePermalink {
        chart_id: form.get("slice_id").and_then(Value::as_i64).filter(|id| *id > 0).map(ChartId),
        datasource_id: DatasetId(id),
        datasource_type: kind.to_owned(),
        datasource: datasource.to_owned(),
        state,
    })
}

/// 22 letters and digits of the state's hash, which nobody finds by trying.
fn key_of(text: &str) -> String {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let hash = Sha256::digest(text.as_bytes());
    let mut number = hash[..16].iter().fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
    let digit = |_| {
        let digit = DIGITS[(number % 62) as usize];
        number /= 62;
        char::from(digit)
    };
    (0..22).map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_data_says_which_dataset_and_chart() {
        let state = |form: Value| json!({ "formData": form }).as_object().cloned().unwrap();
        let permalink = explore_permalink(state(json!({ "datasource": "7__table", "slice_id": 3 }))).unwrap();
        assert_eq!((permalink.datasource_id, permalink.chart_id), (DatasetId(7), Some(ChartId(3))));
        for wrong in [json!({}), json!({ "datasource": "7" }), json!({ "datasource": "7__query" }), json!(1)] {
            assert_eq!(explore_permalink(state(wrong.clone())).unwrap_err().status_code(), 400, "{wrong}");
        }
    }

    #[test]
    fn a_key_is_short_and_of_its_state() {
        assert_eq!((key_of("a").len(), key_of("a") == key_of("a"), key_of("a") == key_of("b")), (22, true, false));
        assert!(key_of("a").chars().all(|c| c.is_ascii_alphanumeric()));
    }
}
