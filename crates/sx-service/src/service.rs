//! The one thing that every door holds: what the product can do, and what it needs for that.

use std::{path::PathBuf, sync::Arc, time::Duration};

use sx_render::{Renderer, RendererConfig};
use sx_store::Store;

use crate::{
    auth::{Passwords, Tokens},
    cache::{AnswerCache, RedisCache},
    clock::Clock,
    meta::MetaCache,
    pictures::Pictures,
    sources::Sources,
};

/// Cheap to clone.
#[derive(Clone)]
pub struct Service(Arc<Parts>);

pub struct Parts {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) passwords: Passwords,
    pub(crate) tokens: Tokens,
    pub(crate) answers: Arc<AnswerCache>,
    pub(crate) meta: MetaCache,
    pub(crate) sources: Sources,
    pub(crate) pictures: Pictures,
    pub(crate) config: ServiceConfig,
}

#[derive(Clone, Debug)]
pub struct ServiceConfig {
    /// What the store keeps beside the metadata: folders of the embedded engine.
    pub home: PathBuf,
    /// Where the files of the example dashboards are.
    pub examples: PathBuf,
    pub redis_url: Option<String>,
    pub cache_bytes: u64,
    /// Seconds, where no chart, dataset or database says otherwise; 0 never expires, -1 bypasses.
    pub cache_timeout_secs: i64,
    pub query_timeout: Duration,
    pub session_lifetime: Duration,
}

impl ServiceConfig {
    pub fn new(home: PathBuf) -> Self {
        Self {
            home,
            examples: "examples".into(),
            redis_url: None,
            cache_bytes: 64 << 20,
            cache_timeout_secs: 24 * 3600,
            query_timeout: Duration::from_secs(60),
            session_lifetime: Duration::from_secs(31 * 24 * 3600),
        }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct StartError(pub String);

impl Service {
    /// `secret` signs tokens; the store seals with a key of its own, derived from the same text by the caller.
    pub fn new(store: Store, secret: &[u8], clock: Clock, config: ServiceConfig) -> Result<Self, StartError> {
        crate::auth::install_crypto();
        let redis = config.redis_url.as_deref().map(RedisCache::new).transpose().map_err(StartError)?;
        Ok(Self(Arc::new(Parts {
            passwords: Passwords::new(),
            tokens: Tokens::new(secret),
            answers: Arc::new(AnswerCache::new(config.cache_bytes, redis)),
            meta: MetaCache::default(),
            sources: Sources::default(),
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
