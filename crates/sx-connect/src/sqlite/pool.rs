//! The sessions of a source: opened at the first question, kept for the next.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use rusqlite::Connection;

use super::{
    file::{self, File},
    session,
};
use crate::{ConnectError, DataRoots, fair::FairQueue};

const MOST_QUESTIONS: usize = 4;
const IDLE_FOR: Duration = Duration::from_secs(300);

pub(super) struct Pool {
    path: PathBuf,
    roots: DataRoots,
    /// Questions at a time; each holds a thread.
    pub queue: Arc<FairQueue>,
    kept: Mutex<Vec<Session>>,
}

pub(super) struct Session {
    pub connection: Connection,
    file: File,
    last_used: Instant,
}

impl Pool {
    pub fn new(path: PathBuf, roots: DataRoots) -> Arc<Self> {
        let queue = FairQueue::new(MOST_QUESTIONS);
        Arc::new(Self { path, roots, queue, kept: Mutex::default() })
    }

    /// Blocks. A session of a file that another has replaced since would answer from the old one: it is closed.
    pub fn lend(&self) -> Result<Session, ConnectError> {
        let file = self.file()?;
        let kept = {
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.retain(|session| session.file == file && session.last_used.elapsed() < IDLE_FOR);
            kept.pop()
        };
        match kept {
            Some(session) => Ok(session),
            None => Ok(Session { connection: session::open(&file.path)?, file, last_used: Instant::now() }),
        }
    }

    pub fn give_back(&self, mut session: Session) {
        session.last_used = Instant::now();
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).push(session);
    }

    pub fn file(&self) -> Result<File, ConnectError> {
        file::find(&self.path, &self.roots)
    }
}
