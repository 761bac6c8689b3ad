//! Metadata of the hot path, for a second: a cached answer costs no query on the metadata database, and what was revoked or
//! edited elsewhere takes effect here within that second. What is changed here is forgotten at once.

use std::{
    hash::Hash,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Utc};
use moka::future::Cache;
use sx_model::{AppError, Chart, ChartId, Dashboard, DatasetId, Result, TimeSettings, User, UserId};
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

#[derive(Default)]
pub struct MetaCache {
    sessions: Fresh<[u8; 32], Session>,
    users: Fresh<UserId, TokenUser>,
    datasets: Fresh<DatasetId, Arc<LoadedDataset>>,
    dataset_ids: Fresh<Uuid, Option<DatasetId>>,
    charts: Fresh<ChartId, Arc<Chart>>,
    dashboards: Fresh<String, Arc<DashboardWithCharts>>,
    sights: Fresh<(Viewer, AssetRef), bool>,
    is_public: Fresh<(), bool>,
    rule_book: Fresh<(), Arc<RuleBook>>,
    restricted: Fresh<RestrictedKey, Restricted>,
}

/// A dashboard and the charts on it.
#[derive(Debug)]
pub struct DashboardWithCharts {
    pub dashboard: Dashboard,
    pub charts: Vec<Chart>,
    /// Those that lie in the trash and may come back.
    pub trashed: Vec<TrashedChart>,
    /// From its metadata.
    pub times: TimeSettings,
}

impl MetaCache {
    pub async fn session<F>(&self, hash: [u8; 32], find: impl FnOnce() -> F) -> Result<Session>
    where
        F: Future<Output = Result<Option<(Arc<User>, Arc<str>, DateTime<Utc>)>>>,
    {
        self.sessions.get_or_load(hash, || async { find().await.map(Arc::new) }).await
    }

    pub async fn user<F>(&self, id: UserId, find: impl FnOnce() -> F) -> Result<TokenUser>
    where
        F: Future<Output = Result<Option<(Arc<User>, i64)>>>,
    {
        self.users.get_or_load(id, || async { find().await.map(Arc::new) }).await
    }

    pub async fn dataset<F>(&self, id: DatasetId, load: impl FnOnce() -> F) -> Result<Arc<LoadedDataset>>
    where
        F: Future<Output = Result<LoadedDataset>>,
    {
        self.datasets.get_or_load(id, || async { load().await.map(Arc::new) }).await
    }

    /// The id of the dataset with this UUID.
    pub async fn dataset_id<F>(&self, uuid: Uuid, find: impl FnOnce() -> F) -> Result<Option<DatasetId>>
    where
        F: Future<Output = Result<Option<DatasetId>>>,
    {
        self.dataset_ids.get_or_load(uuid, find).await
    }

    pub async fn chart<F>(&self, id: ChartId, load: impl FnOnce() -> F) -> Result<Arc<Chart>>
    where
        F: Future<Output = Result<Chart>>,
    {
        self.charts.get_or_load(id, || async { load().await.map(Arc::new) }).await
    }

    pub async fn dashboard<F>(&self, id_or_slug: String, load: impl FnOnce() -> F) -> Result<Arc<DashboardWithCharts>>
    where
        F: Future<Output = Result<DashboardWithCharts>>,
    {
        self.dashboards.get_or_load(id_or_slug, || async { load().await.map(Arc::new) }).await
    }

    /// Whether the viewer may read the asset.
    pub async fn sight<F>(&self, of: (Viewer, AssetRef), load: impl FnOnce() -> F) -> Result<bool>
    where
        F: Future<Output = Result<bool>>,
    {
        self.sights.get_or_load(of, load).await
    }

    /// Whether there is something to see without signing in.
    pub async fn is_public<F>(&self, load: impl FnOnce() -> F) -> Result<bool>
    where
        F: Future<Output = Result<bool>>,
    {
        self.is_public.get_or_load((), load).await
    }

    /// Every row rule.
    pub async fn rule_book<F>(&self, load: impl FnOnce() -> F) -> Result<Arc<RuleBook>>
    where
        F: Future<Output = Result<RuleBook>>,
    {
        self.rule_book.get_or_load((), || async { load().await.map(Arc::new) }).await
    }

    /// Whoever takes it compares what it was made of.
    pub async fn restricted(&self, key: &RestrictedKey) -> Option<Restricted> {
        self.restricted.get(key).await
    }

    pub async fn keep_restricted(&self, key: RestrictedKey, restricted: Restricted) {
        self.restricted.insert(key, restricted).await;
    }

    pub fn forget_rules(&self) {
        self.rule_book.forget();
    }

    pub fn forget_sessions(&self) {
        self.sessions.forget();
    }

    pub fn forget_people(&self) {
        self.sessions.forget();
        self.users.forget();
        self.forget_sights();
    }

    pub fn forget_datasets(&self) {
        self.datasets.forget();
    }

    pub fn forget_assets(&self) {
        self.datasets.forget();
        self.dataset_ids.forget();
        self.charts.forget();
        self.dashboards.forget();
        self.forget_sights();
        self.forget_rules();
    }

    fn forget_sights(&self) {
        self.sights.forget();
        self.is_public.forget();
    }
}

/// What was looked up within the last second. A lookup that was under way when things changed is of the time before: it is
/// neither kept nor waited for by who asks afterwards, because each change begins a new epoch, and keys belong to theirs.
struct Fresh<K, V> {
    kept: Cache<(u64, K), V>,
    epoch: AtomicU64,
}

impl<K, V> Default for Fresh<K, V>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    fn default() -> Self {
        Self { kept: Cache::builder().max_capacity(MOST).time_to_live(FRESH).build(), epoch: AtomicU64::default() }
    }
}

impl<K, V> Fresh<K, V>
where
    K: Clone + Hash + Eq + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    /// Failures are not remembered. A lookup's future is tens of kilobytes: it is made only when there is something to look
    /// up, and on the heap, so that it is no part of every request.
    async fn get_or_load<F>(&self, key: K, load: impl FnOnce() -> F) -> Result<V>
    where
        F: Future<Output = Result<V>>,
    {
        let key = (self.now(), key);
        if let Some(kept) = self.kept.get(&key).await {
            return Ok(kept);
        }
        let loaded = Box::pin(self.kept.try_get_with(key, load())).await;
        loaded.map_err(|error: Arc<AppError>| (*error).clone())
    }

    async fn get(&self, key: &K) -> Option<V> {
        self.kept.get(&(self.now(), key.clone())).await
    }

    async fn insert(&self, key: K, value: V) {
        self.kept.insert((self.now(), key), value).await;
    }

    fn forget(&self) {
        self.epoch.fetch_add(1, Ordering::SeqCst);
    }

    fn now(&self) -> u64 {
        self.epoch.load(Ordering::SeqCst)
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn a_lookup_from_before_a_change_is_not_for_those_who_ask_after_it() {
        let fresh = Arc::new(Fresh::<&str, u8>::default());
        let (found, wait) = oneshot::channel();
        let begun = tokio::spawn({
            let fresh = Arc::clone(&fresh);
            async move { fresh.get_or_load("it", || async { Ok(wait.await.unwrap_or_default()) }).await }
        });
        tokio::task::yield_now().await;
        fresh.forget();
        assert_eq!(fresh.get_or_load("it", || async { Ok(2) }).await.unwrap(), 2, "it does not wait for the old one");
        found.send(1).unwrap();
        assert_eq!(begun.await.unwrap().unwrap(), 1);
        assert_eq!(
            fresh.get_or_load("it", || async { Ok(3) }).await.unwrap(),
            2,
            "nor does the old one replace the new"
        );
    }
}
