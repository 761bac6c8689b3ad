//! Metadata of the hot path, for a second: a cached answer costs no query on the metadata database, and what was revoked or
//! edited elsewhere takes effect here within that second. What is changed here is forgotten at once.

use std::{hash::Hash, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use moka::future::Cache;
use sx_model::{AppError, Chart, ChartId, Dashboard, DatasetId, Result, User, UserId};
use sx_store::{AssetRef, TrashedChart, Viewer};
use uuid::Uuid;

use crate::{
    datasets::LoadedDataset,
    row_rules::{Restricted, RestrictedKey, RuleBook},
};

const FRESH: Duration = Duration::from_secs(1);
const MOST: u64 = 10_000;

type Session = Arc<Option<(Arc<User>, Arc<str>, DateTime<Utc>)>>;
type TokenUser = Arc<Option<(Arc<User>, i64)>>;

pub struct MetaCache {
    sessions: Cache<[u8; 32], Session>,
    users: Cache<UserId, TokenUser>,
    datasets: Cache<DatasetId, Arc<LoadedDataset>>,
    dataset_ids: Cache<Uuid, Option<DatasetId>>,
    charts: Cache<ChartId, Arc<Chart>>,
    dashboards: Cache<String, Arc<DashboardWithCharts>>,
    sights: Cache<(Viewer, AssetRef), bool>,
    is_public: Cache<(), bool>,
    rule_book: Cache<(), Arc<RuleBook>>,
    restricted: Cache<RestrictedKey, Restricted>,
}

/// A dashboard and the charts on it.
#[derive(Debug)]
pub struct DashboardWithCharts {
    pub dashboard: Dashboard,
    pub charts: Vec<Chart>,
    /// Those that lie in the trash and may come back.
    pub trashed: Vec<TrashedChart>,
}

impl Default for MetaCache {
    fn default() -> Self {
        Self {
            sessions: fresh(),
            users: fresh(),
            datasets: fresh(),
            dataset_ids: fresh(),
            charts: fresh(),
            dashboards: fresh(),
            sights: fresh(),
            is_public: fresh(),
            rule_book: fresh(),
            restricted: fresh(),
        }
    }
}

impl MetaCache {
    pub async fn session(
        &self,
        hash: [u8; 32],
        find: impl Future<Output = Result<Option<(Arc<User>, Arc<str>, DateTime<Utc>)>>>,
    ) -> Result<Session> {
        remember(&self.sessions, hash, async { find.await.map(Arc::new) }).await
    }

    pub async fn user(
        &self,
        id: UserId,
        find: impl Future<Output = Result<Option<(Arc<User>, i64)>>>,
    ) -> Result<TokenUser> {
        remember(&self.users, id, async { find.await.map(Arc::new) }).await
    }

    pub async fn dataset(
        &self,
        id: DatasetId,
        load: impl Future<Output = Result<LoadedDataset>>,
    ) -> Result<Arc<LoadedDataset>> {
        remember(&self.datasets, id, async { load.await.map(Arc::new) }).await
    }

    /// The id of the dataset with this UUID.
    pub async fn dataset_id(
        &self,
        uuid: Uuid,
        find: impl Future<Output = Result<Option<DatasetId>>>,
    ) -> Result<Option<DatasetId>> {
        remember(&self.dataset_ids, uuid, find).await
    }

    pub async fn chart(&self, id: ChartId, load: impl Future<Output = Result<Chart>>) -> Result<Arc<Chart>> {
        remember(&self.charts, id, async { load.await.map(Arc::new) }).await
    }

    pub async fn dashboard(
        &self,
        id_or_slug: String,
        load: impl Future<Output = Result<DashboardWithCharts>>,
    ) -> Result<Arc<DashboardWithCharts>> {
        remember(&self.dashboards, id_or_slug, async { load.await.map(Arc::new) }).await
    }

    /// Whether the viewer may read the asset.
    pub async fn sight(&self, of: (Viewer, AssetRef), load: impl Future<Output = Result<bool>>) -> Result<bool> {
        remember(&self.sights, of, load).await
    }

    /// Whether there is something to see without signing in.
    pub async fn is_public(&self, load: impl Future<Output = Result<bool>>) -> Result<bool> {
        remember(&self.is_public, (), load).await
    }

    /// Every row rule.
    pub async fn rule_book(&self, load: impl Future<Output = Result<RuleBook>>) -> Result<Arc<RuleBook>> {
        remember(&self.rule_book, (), async { load.await.map(Arc::new) }).await
    }

    /// Whoever takes it compares what it was made of.
    pub async fn restricted(&self, key: &RestrictedKey) -> Option<Restricted> {
        self.restricted.get(key).await
    }

    pub async fn keep_restricted(&self, key: RestrictedKey, restricted: Restricted) {
        self.restricted.insert(key, restricted).await;
    }

    pub fn forget_rules(&self) {
        self.rule_book.invalidate_all();
    }

    pub async fn forget_session(&self, hash: &[u8; 32]) {
        self.sessions.invalidate(hash).await;
    }

    pub fn forget_people(&self) {
        self.sessions.invalidate_all();
        self.users.invalidate_all();
        self.forget_sights();
    }

    pub async fn forget_dataset(&self, id: DatasetId) {
        self.datasets.invalidate(&id).await;
    }

    pub fn forget_assets(&self) {
        self.datasets.invalidate_all();
        self.dataset_ids.invalidate_all();
        self.charts.invalidate_all();
        self.dashboards.invalidate_all();
        self.forget_sights();
        self.forget_rules();
    }

    fn forget_sights(&self) {
        self.sights.invalidate_all();
        self.is_public.invalidate_all();
    }
}

fn fresh<K, V>() -> Cache<K, V>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    Cache::builder().max_capacity(MOST).time_to_live(FRESH).build()
}

/// Failures are not remembered.
async fn remember<K, V>(cache: &Cache<K, V>, key: K, load: impl Future<Output = Result<V>>) -> Result<V>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    cache.try_get_with(key, load).await.map_err(|error: Arc<AppError>| (*error).clone())
}
