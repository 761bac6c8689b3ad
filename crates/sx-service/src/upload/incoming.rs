//! A file while it arrives: written to the home piece by piece, never held in memory, gone with its request.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use sx_model::{AppError, ErrorKind, Result};
use tokio::{fs, io::AsyncWriteExt as _};
use uuid::Uuid;

use crate::{Caller, Service, access::Action};

const FOLDER: &str = "incoming";
/// What a server left behind that ended in the middle.
const LEFT_FOR: Duration = Duration::from_secs(24 * 3600);

pub struct Incoming {
    path: PathBuf,
    file: fs::File,
    left: u64,
    limit: u64,
}

impl Service {
    /// Asked before the first byte is read: who may not upload does not fill the disk.
    pub async fn begin_upload(&self, caller: &Caller) -> Result<Incoming> {
        caller.require(Action::UploadFile)?;
        let folder = self.config.home.join(FOLDER);
        let path = folder.join(Uuid::new_v4().simple().to_string());
        let limit = self.config.upload_bytes;
        let opened = async {
            fs::create_dir_all(&folder).await?;
            remove_old(&folder).await?;
            fs::File::create_new(&path).await
        };
        match opened.await {
            Ok(file) => Ok(Incoming { path, file, left: limit, limit }),
            Err(error) => Err(disk_error(&error)),
        }
    }
}

impl Incoming {
    /// 413 when the file is larger than the server allows.
    pub async fn write(&mut self, piece: &[u8]) -> Result<()> {
        self.left = self.left.checked_sub(piece.len() as u64).ok_or_else(|| too_large(self.limit))?;
        self.file.write_all(piece).await.map_err(|error| disk_error(&error))
    }

    pub(super) async fn complete(&mut self) -> Result<&Path> {
        self.file.flush().await.map_err(|error| disk_error(&error))?;
        Ok(&self.path)
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_file(&self.path) {
            tracing::warn!(%error, "an uploaded file could not be removed");
        }
    }
}

async fn remove_old(folder: &Path) -> std::io::Result<()> {
    let mut entries = fs::read_dir(folder).await?;
    while let Some(entry) = entries.next_entry().await? {
        // Another request may have removed it meanwhile.
        let age = entry.metadata().await.ok().and_then(|about| about.modified().ok()?.elapsed().ok());
        if age.is_some_and(|age| age > LEFT_FOR) {
            let _gone = fs::remove_file(entry.path()).await;
        }
    }
    Ok(())
}

fn too_large(limit: u64) -> AppError {
    let message = format!(
        "The file is larger than {} MB. Split it, or ask your administrator for a larger limit (SEXTANT_UPLOAD_MB).",
        limit >> 20
    );
    AppError::new(ErrorKind::TooLarge, message)
}

pub(super) fn disk_error(error: &std::io::Error) -> AppError {
    tracing::error!(%error, "an upload could not be written");
    AppError::internal()
}
