//! The file, written while it is sent: the next rows are fetched while those before them are written on a thread of their own.

use std::collections::VecDeque;

use futures::{StreamExt as _, stream};
use sx_connect::egress::{Archive, EgressError, FileFormat, TableFile};
use sx_model::{AppError, ErrorKind, Result};
use tokio::task;

use super::{
    DownloadBody,
    part::{Part, Rows},
};

/// One table is the file itself; several are files in a ZIP. What goes wrong before the first bytes is an error of this call.
pub(super) async fn write(parts: Vec<Part>, format: FileFormat) -> Result<DownloadBody> {
    let archive = (parts.len() > 1).then(Archive::default);
    let writing = Writing { parts: parts.into(), format, ahead: None, pen: Pen { file: None, archive }, number: 0 };
    let Some((first, writing)) = writing.next().await? else { return Ok(Box::pin(stream::empty())) };
    let rest = stream::try_unfold(writing, |writing| async {
        let Some(writing) = writing else { return Ok(None) };
        writing.next().await.inspect_err(|error| tracing::warn!(%error, "a file ended in its middle"))
    });
    Ok(Box::pin(stream::once(async { Ok(first) }).chain(rest)))
}

struct Writing {
    parts: VecDeque<Part>,
    format: FileFormat,
    /// Rows of the first part that were fetched already.
    ahead: Option<Rows>,
    pen: Pen,
    /// Of the part that is written, from 1.
    number: usize,
}

/// What goes to the thread that writes, and comes back.
struct Pen {
    file: Option<TableFile>,
    archive: Option<Archive>,
}

type Written = Option<(Vec<u8>, Option<Writing>)>;

impl Writing {
    /// The next bytes, and what is left to write.
    async fn next(mut self) -> Result<Written> {
        loop {
            let Some(part) = self.parts.front_mut() else {
                let last = self.pen.archive.take().map(Archive::finish).transpose().map_err(told)?;
                return Ok(last.map(|bytes| (bytes, None)));
            };
            if self.pen.file.is_none() {
                self.number += 1;
                self.pen.begin(part.names.clone(), self.number, self.format)?;
            }
            let rows = match self.ahead.take() {
                Some(rows) => Some(rows),
                None => part.rows.next().await?,
            };
            let bytes = match rows {
                Some(rows) => {
                    let (written, ahead) = tokio::join!(self.pen.write(rows), part.rows.next());
                    let (pen, bytes) = written?;
                    (self.pen, self.ahead) = (pen, ahead?);
                    bytes
                }
                None => {
                    self.parts.pop_front();
                    self.pen.end()?
                }
            };
            if !bytes.is_empty() {
                return Ok(Some((bytes, Some(self))));
            }
        }
    }
}

impl Pen {
    fn begin(&mut self, names: Vec<String>, number: usize, format: FileFormat) -> Result<()> {
        if let Some(archive) = &mut self.archive {
            archive.begin(&format!("query_{number}.{}", format.extension()), format).map_err(told)?;
        }
        self.file = Some(TableFile::new(format, names));
        Ok(())
    }

    async fn write(mut self, rows: Rows) -> Result<(Self, Vec<u8>)> {
        let written = task::spawn_blocking(move || {
            let bytes = self.put(&rows);
            (self, bytes)
        });
        let (pen, bytes) = written.await.map_err(|_| AppError::internal())?;
        Ok((pen, bytes.map_err(told)?))
    }

    fn put(&mut self, rows: &Rows) -> std::result::Result<Vec<u8>, EgressError> {
        let bytes = match &mut self.file {
            Some(file) => file.write(&rows.columns())?,
            None => Vec::new(),
        };
        self.pack(bytes)
    }

    fn end(&mut self) -> Result<Vec<u8>> {
        let bytes = self.file.take().map(TableFile::finish).transpose().map_err(told)?.unwrap_or_default();
        self.pack(bytes).map_err(told)
    }

    fn pack(&mut self, bytes: Vec<u8>) -> std::result::Result<Vec<u8>, EgressError> {
        match &mut self.archive {
            Some(archive) => archive.write(&bytes),
            None => Ok(bytes),
        }
    }
}

fn told(error: EgressError) -> AppError {
    AppError::new(ErrorKind::Unprocessable, error.to_string())
}
