//! Bodies of answers that came from the cache, written and compressed once: what the hot path sends.

use std::io::Write as _;

use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use moka::future::Cache;
use sx_model::{AppError, Result};

use super::CacheKey;

/// Below this a compressed body saves no packet.
const SMALLEST_COMPRESSED: usize = 1_400;
/// Kept bodies are compressed once and sent often; beyond these levels the time grows faster than the bytes shrink.
const GZIP_LEVEL: u32 = 6;
const BROTLI_QUALITY: u32 = 5;
const BROTLI_WINDOW: u32 = 20;
const BUFFER: usize = 16 << 10;
/// Nobody needs a body that was not asked for in this time; the answer itself stays.
const IDLE: std::time::Duration = std::time::Duration::from_secs(600);

/// How a body travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Encoding {
    #[default]
    Plain,
    Gzip,
    Brotli,
}

/// A body and how it is encoded: small ones stay plain whatever the client can read.
#[derive(Clone, Debug)]
pub struct Body {
    pub bytes: Bytes,
    pub encoding: Encoding,
}

impl Body {
    pub fn plain(bytes: Vec<u8>) -> Self {
        Self { bytes: exactly(bytes), encoding: Encoding::Plain }
    }
}

/// By what the body says and how it travels.
pub struct Bodies(Cache<(CacheKey, Encoding), Body>);

impl Bodies {
    pub fn new(bytes: u64) -> Self {
        let weigh = |_: &(CacheKey, Encoding), body: &Body| u32::try_from(body.bytes.len() + 128).unwrap_or(u32::MAX);
        Self(Cache::builder().max_capacity(bytes).weigher(weigh).time_to_idle(IDLE).build())
    }

    /// The kept body, or the one that `write` makes: once, however many ask for it at the same moment. `write` runs on a thread
    /// of its own where it takes long.
    pub async fn get_or_write(
        &self,
        says: CacheKey,
        encoding: Encoding,
        takes_long: bool,
        write: impl FnOnce() -> Result<Vec<u8>> + Send + 'static,
    ) -> Result<Body> {
        let make = async {
            let work = move || write().and_then(|plain| encode(plain, encoding));
            if takes_long { off_the_runtime(work).await } else { work() }
        };
        self.0.try_get_with((says, encoding), make).await.map_err(|error| (*error).clone())
    }
}

/// Writing a large body would hold up everybody else on this thread.
pub async fn off_the_runtime<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        tracing::error!(%error, "writing an answer ended early");
        Err(AppError::internal())
    })
}

fn encode(plain: Vec<u8>, encoding: Encoding) -> Result<Body> {
    if plain.len() < SMALLEST_COMPRESSED || encoding == Encoding::Plain {
        return Ok(Body::plain(plain));
    }
    let compressed = match encoding {
        Encoding::Gzip => gzip(&plain),
        Encoding::Brotli | Encoding::Plain => brotli(&plain),
    };
    let bytes = compressed.map_err(|error| {
        tracing::error!(%error, "a body could not be compressed");
        AppError::internal()
    })?;
    Ok(Body { bytes: exactly(bytes), encoding })
}

/// A buffer that grew has room that nobody needs, and would keep it.
fn exactly(bytes: Vec<u8>) -> Bytes {
    bytes.into_boxed_slice().into()
}

fn gzip(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(GZIP_LEVEL));
    encoder.write_all(plain)?;
    encoder.finish()
}

fn brotli(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = brotli::CompressorWriter::new(Vec::new(), BUFFER, BROTLI_QUALITY, BROTLI_WINDOW);
    encoder.write_all(plain)?;
    Ok(encoder.into_inner())
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;
    use crate::cache::KeyWriter;

    fn key(text: &str) -> CacheKey {
        let mut key = KeyWriter::new();
        key.part("test", text.as_bytes());
        key.finish()
    }

    #[tokio::test]
    async fn a_body_is_written_once_for_each_encoding_and_reads_back() {
        let bodies = Bodies::new(1 << 20);
        let text = "the same words again and again; ".repeat(500);
        let write = |text: &str| {
            let bytes = text.as_bytes().to_vec();
            move || Ok(bytes)
        };
        let says = key("long");
        for (encoding, takes_long) in [(Encoding::Gzip, false), (Encoding::Brotli, true), (Encoding::Plain, false)] {
            let body = bodies.get_or_write(says, encoding, takes_long, write(&text)).await.unwrap();
            assert_eq!(body.encoding, encoding);
            let mut read = String::new();
            match encoding {
                Encoding::Gzip => flate2::read::GzDecoder::new(&*body.bytes).read_to_string(&mut read),
                Encoding::Brotli => brotli::Decompressor::new(&*body.bytes, BUFFER).read_to_string(&mut read),
                Encoding::Plain => (&*body.bytes).read_to_string(&mut read),
            }
            .unwrap();
            assert_eq!(read, text, "{encoding:?}");
            assert!(encoding == Encoding::Plain || body.bytes.len() < text.len() / 10, "{encoding:?}");
            let again = bodies.get_or_write(says, encoding, false, || Err(AppError::internal())).await.unwrap();
            assert_eq!(again.bytes, body.bytes);
        }
        let small = bodies.get_or_write(key("small"), Encoding::Gzip, false, write("few words")).await.unwrap();
        assert_eq!((small.encoding, &*small.bytes), (Encoding::Plain, b"few words".as_slice()));
    }
}
