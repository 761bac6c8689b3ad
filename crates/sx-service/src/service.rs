//! The one thing that every door holds: what the product can do, and what it needs for that.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use sx_connect::DataRoots;
use sx_render::{Renderer, RendererConfig};
use sx_store::Store;

use crate::{
    auth::{Attempts, Passwords, Tokens},
    cache::{AnswerCache, RedisCache},
    clock::Clock,
    meta::MetaCache,
    pictures::Pictures,
    sources::Sources,
    upload::Uploads,
};

/// The folder in the home that uploaded files go to.
pub(crate) const UPLOADS: &str = "uploads";

/// Cheap to clone.
#[derive(Clone)]
pub struct Service(Arc<Parts>);

pub struct Parts {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) passwords: Passwords,
    pub(crate) tokens: Tokens,
    pub(crate) attempts: Attempts,
    pub(crate) answers: Arc<AnswerCache>,
    pub(crate) meta: MetaCache,
    pub(crate) sources: Sources,
    pub(crate) uploads: Uploads,
    pub(crate) pictures: Pictures,
    pub(crate) config: ServiceConfig,
}

#[derive(Clone, Debug)]
pub struct ServiceConfig {
    /// What the store keeps beside the metadata: folders of the embedded engine.
    pub home: PathBuf,
    /// Where the files of the example dashboards are.
    pub examples: PathBuf,
    /// Below which folders the embedded engine may read; those of the home and the examples always are among them.
    pub data_roots: DataRoots,
    /// How large an uploaded file may be.
    pub upload_bytes: u64,
    pub redis_url: Option<String>,
    pub cache_bytes: u64,
    /// Seconds, where no chart, dataset or database says otherwise; 0 never expires, -1 bypasses.
    pub cache_timeout_secs: i64,
    /// So long one waits for Redis; then a question goes on without it.
    pub redis_patience: Duration,
    pub query_timeout: Duration,
    /// Rows of a file at most; 0 is no maximum.
    pub export_rows: u64,
    /// From the question to the last row that is sent.
    pub export_timeout: Duration,
    pub session_lifetime: Duration,
}

impl ServiceConfig {
    /// Further folders that may be databases.
    pub fn add_data_roots(&mut self, folders: Vec<PathBuf>) {
        self.data_roots = DataRoots::new(own_roots(&self.home, &self.examples).into_iter().chain(folders));
    }

    pub fn new(home: PathBuf) -> Self {
        let examples = PathBuf::from("examples");
        Self {
            data_roots: DataRoots::new(own_roots(&home, &examples)),
            upload_bytes: 100 << 20,
            home,
            examples,
            redis_url: None,
            cache_bytes: 64 << 20,
            cache_timeout_secs: 24 * 3600,
            redis_patience: Duration::from_millis(250),
            query_timeout: Duration::from_secs(60),
            export_rows: 10_000_000,
            export_timeout: Duration::from_secs(3600),
            session_lifetime: Duration::from_secs(31 * 24 * 3600),
        }
    }
}

/// Where uploads go, where the examples were copied to, and where they come from.
fn own_roots(home: &Path, examples: &Path) -> Vec<PathBuf> {
    vec![home.join(UPLOADS), home.join("databases/examples"), examples.to_owned()]
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct StartError(pub String);

impl Service {
    /// `secret` signs tokens; the store seals with a key of its own, derived from the same text by the caller.
    pub fn new(store: Store, secret: &[u8], clock: Clock, config: ServiceConfig) -> Result<Self, StartError> {
        crate::auth::install_crypto();
        let redis = config.redis_url.as_deref().map(|url| RedisCache::new(url, config.redis_patience));
        let redis = redis.transpose().map_err(StartError)?;
        Ok(Self(Arc::new(Parts {
            passwords: Passwords::new(),
            tokens: Tokens::new(secret),
            attempts: Attempts::default(),
            answers: Arc::new(AnswerCache::new(config.cache_bytes, redis)),
            meta: MetaCache::default(),
            sources: Sources::default(),
            uploads: Uploads::default(),
            pictures: Pictures::new(Renderer::new(RendererConfig::default())),
            store,
            clock,
            config,
        })))
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }
}

impl std::ops::Deref for Service {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
