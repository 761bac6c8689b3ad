//! Drawings as SVG, kept by what they show.

use std::{sync::Arc, time::Duration};

use moka::future::Cache;
use sha2::{Digest as _, Sha256};
use sx_model::{AppError, ErrorKind, Result};
use sx_render::{Picture, RenderError, Renderer};

const KEPT_BYTES: u64 = 16 << 20;

pub struct Pictures {
    renderer: Renderer,
    kept: Cache<[u8; 32], Arc<str>>,
}

impl Pictures {
    pub fn new(renderer: Renderer) -> Self {
        let kept = Cache::builder()
            .max_capacity(KEPT_BYTES)
            .weigher(|_, svg: &Arc<str>| svg.len() as u32)
            .time_to_idle(Duration::from_secs(3600))
            .build();
        Self { renderer, kept }
    }

    /// Equal pictures are drawn once, also when they are asked for at once.
    pub async fn svg(
        &self,
        option: &serde_json::Value,
        size: (u32, u32),
        label: &str,
        id_prefix: &str,
    ) -> Result<Arc<str>> {
        let key = key(&option.to_string(), size, label, id_prefix);
        let draw = self.renderer.svg(Picture { option, width: size.0, height: size.1, label, id_prefix });
        self.kept.try_get_with(key, draw).await.map_err(|error| render_error(&error))
    }
}

fn key(option: &str, size: (u32, u32), label: &str, id_prefix: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in [option, label, id_prefix] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.update(size.0.to_le_bytes());
    hash.update(size.1.to_le_bytes());
    hash.finalize().into()
}

fn render_error(error: &RenderError) -> AppError {
    tracing::warn!(%error, "a chart could not be drawn");
    AppError::new(ErrorKind::Unprocessable, "This chart could not be drawn on the server.")
}
