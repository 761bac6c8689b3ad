//! A few connections per source, lent one question at a time.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, sleep, timeout},
};

use super::{options::Options, session::Session};
use crate::{ConnectError, ConnectErrorKind};

const MOST_CONNECTIONS: usize = 8;
const IDLE_FOR: Duration = Duration::from_secs(120);

pub(super) struct Pool {
    options: Options,
    idle_for: Duration,
    free: Arc<Semaphore>,
    idle: Mutex<Idle>,
}

#[derive(Default)]
struct Idle {
    sessions: Vec<Session>,
    is_swept: bool,
}

impl Pool {
    pub fn new(options: Options) -> Arc<Self> {
        Self::with(options, MOST_CONNECTIONS, IDLE_FOR)
    }

    fn with(options: Options, most: usize, idle_for: Duration) -> Arc<Self> {
        Arc::new(Self { options, idle_for, free: Arc::new(Semaphore::new(most)), idle: Mutex::default() })
    }

    /// An idle connection or a new one; when all are lent, waits as long as it would for the server to answer.
    pub async fn lend(self: &Arc<Self>) -> Result<Lease, ConnectError> {
        let permit = match timeout(self.options.connect_timeout, self.free.clone().acquire_owned()).await {
            Ok(Ok(permit)) => permit,
            _ => {
                let message = "All connections to this database are busy. Please try again in a moment.";
                return Err(ConnectError::new(ConnectErrorKind::BackendTimeoutError, message));
            }
        };
        let (session, is_fresh) = match self.take_idle() {
            Some(session) => (session, false),
            None => (Session::open(&self.options).await?, true),
        };
        Ok(Lease { pool: self.clone(), inner: Some((session, permit)), is_fresh })
    }

    pub fn ssh_host_key(&self) -> Option<String> {
        self.options.route.as_ref()?.host_key()
    }

    fn take_idle(&self) -> Option<Session> {
        let mut idle = self.lock();
        while let Some(session) = idle.sessions.pop() {
            if !session.is_closed() && session.idle_since.elapsed() < self.idle_for {
                return Some(session);
            }
        }
        None
    }

    fn take_back(self: &Arc<Self>, mut session: Session) {
        if session.is_closed() {
            return;
        }
        session.idle_since = Instant::now();
        let runtime = session.runtime.clone();
        let mut idle = self.lock();
        idle.sessions.push(session);
        if !std::mem::replace(&mut idle.is_swept, true) {
            runtime.spawn(sweep(Arc::downgrade(self), self.idle_for));
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Closes connections that nobody has used for a while; ends when there are none, or when the source is gone.
async fn sweep(pool: std::sync::Weak<Pool>, idle_for: Duration) {
    loop {
        sleep(idle_for / 2).await;
        let Some(pool) = pool.upgrade() else { return };
        let mut idle = pool.lock();
        idle.sessions.retain(|session| !session.is_closed() && session.idle_since.elapsed() < idle_for);
        if idle.sessions.is_empty() {
            idle.is_swept = false;
            return;
        }
    }
}

/// A lent connection; dropped before it was given back, its query is cancelled.
pub(super) struct Lease {
    pool: Arc<Pool>,
    inner: Option<(Session, OwnedSemaphorePermit)>,
    is_fresh: bool,
}

impl Lease {
    /// `None` once it was given back or cancelled.
    pub fn session(&mut self) -> Option<&mut Session> {
        self.inner.as_mut().map(|(session, _)| session)
    }

    /// Whether a closed connection is news, or only says that the server closed it while nobody used it.
    pub fn is_fresh(&self) -> bool {
        self.is_fresh
    }

    /// The connection is lost, and there is nothing to cancel.
    pub fn discard(&mut self) {
        self.inner = None;
    }

    /// The server has finished, well or badly.
    pub fn give_back(&mut self) {
        if let Some((session, _permit)) = self.inner.take() {
            self.pool.take_back(session);
        }
    }

    /// Stops the query on the server, in a task of its own, and closes the connection.
    pub fn cancel(&mut self) {
        let Some((session, permit)) = self.inner.take() else { return };
        let pool = self.pool.clone();
        session.runtime.clone().spawn(async move {
            session.cancel(&pool.options).await;
            // Only now: a place in the pool is a connection that the server still has.
            drop(permit);
        });
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.cancel();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ConnectionUri;

    fn pool(most: usize, idle_for: Duration, more: &str) -> Arc<Pool> {
        let server = std::env::var("SEXTANT_TEST_POSTGRES")
            .expect("SEXTANT_TEST_POSTGRES is not set: `make test` starts a scratch server and sets it");
        let mark = if server.contains('?') { '&' } else { '?' };
        let uri = ConnectionUri::parse(&format!("{server}{mark}{more}")).unwrap();
        Pool::with(Options::read(&uri).unwrap(), most, idle_for)
    }

    #[tokio::test]
    async fn idle_connections_are_closed_after_a_while() {
        let pool = pool(2, Duration::from_millis(200), "");
        for _ in 0..2 {
            pool.lend().await.unwrap().give_back();
            assert_eq!(pool.lock().sessions.len(), 1);
            tokio::time::sleep(Duration::from_millis(500)).await;
            assert_eq!(pool.lock().sessions.len(), 0);
        }
    }

    #[tokio::test]
    async fn waiting_for_a_connection_ends() {
        let pool = pool(1, IDLE_FOR, "connect_timeout=1");
        let mut lease = pool.lend().await.unwrap();
        let error = pool.lend().await.err().unwrap();
        assert_eq!(error.kind, ConnectErrorKind::BackendTimeoutError);
        lease.give_back();
        pool.lend().await.unwrap().give_back();
    }
}
