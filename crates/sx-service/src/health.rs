//! Whether the parts that this server stands on answer.

use serde::Serialize;

use crate::Service;

/// `ok` or the sentence that says what is wrong; `cache` is absent without a Redis.
#[derive(Debug, Serialize)]
pub struct Health {
    pub metadata: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache: Option<String>,
}

impl Health {
    /// A server without its Redis is slower, not unready.
    pub fn is_ready(&self) -> bool {
        self.metadata == "ok"
    }
}

impl Service {
    /// For load balancers: asked by nobody in particular, tells nothing about anybody.
    pub async fn health(&self) -> Health {
        let said = |outcome: Result<(), String>| outcome.map_or_else(|error| error, |()| "ok".to_owned());
        let metadata = self.store.ping().await.map_err(|error| {
            tracing::error!(%error, "the metadata store does not answer");
            "The metadata store does not answer.".to_owned()
        });
        let cache = match self.answers.redis() {
            Some(redis) => Some(said(redis.ping().await)),
            None => None,
        };
        Health { metadata: said(metadata), cache }
    }
}
