//! A few connections per source, lent one question at a time.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    runtime::Handle,
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, sleep, timeout},
};

use crate::{ConnectError, ConnectErrorKind};

const MOST_CONNECTIONS: usize = 8;
const IDLE_FOR: Duration = Duration::from_secs(120);

/// One connection to a server.
pub(crate) trait Session: Sized + Send + 'static {
    /// What a URI asks of a connection.
    type Options: Send + Sync + 'static;

    fn connect_timeout(options: &Self::Options) -> Duration;
    /// Ends within the connect timeout.
    fn open(options: &Self::Options) -> impl Future<Output = Result<Self, ConnectError>> + Send;
    /// Whether the server has closed the connection while nobody used it.
    fn is_closed(&mut self) -> bool;
    /// Stops what the server does for us and closes; done when the server has said its last word.
    fn cancel(self, options: &Self::Options) -> impl Future<Output = ()> + Send;
}

pub(crate) struct Pool<S: Session> {
    pub options: S::Options,
    idle_for: Duration,
    free: Arc<Semaphore>,
    idle: Mutex<Idle<S>>,
}

struct Idle<S> {
    sessions: Vec<Kept<S>>,
    is_swept: bool,
}

struct Kept<S> {
    session: S,
    since: Instant,
}

impl<S: Session> Pool<S> {
    pub fn new(options: S::Options) -> Arc<Self> {
        Self::with(options, MOST_CONNECTIONS, IDLE_FOR)
    }

    fn with(options: S::Options, most: usize, idle_for: Duration) -> Arc<Self> {
        let idle = Mutex::new(Idle { sessions: Vec::new(), is_swept: false });
        Arc::new(Self { options, idle_for, free: Arc::new(Semaphore::new(most)), idle })
    }

    /// An idle connection or a new one; when all are lent, waits as long as it would for the server to answer.
    pub async fn lend(self: &Arc<Self>) -> Result<Lease<S>, ConnectError> {
        let permit = match timeout(S::connect_timeout(&self.options), self.free.clone().acquire_owned()).await {
            Ok(Ok(permit)) => permit,
            _ => {
                let message = "All connections to this database are busy. Please try again in a moment.";
                return Err(ConnectError::new(ConnectErrorKind::BackendTimeoutError, message));
            }
        };
        let (session, is_fresh) = match self.take_idle() {
            Some(session) => (session, false),
            None => (S::open(&self.options).await?, true),
        };
        Ok(Lease { pool: self.clone(), inner: Some((session, permit)), runtime: Handle::current(), is_fresh })
    }

    fn take_idle(&self) -> Option<S> {
        let mut idle = self.lock();
        while let Some(mut kept) = idle.sessions.pop() {
            if kept.since.elapsed() < self.idle_for && !kept.session.is_closed() {
                return Some(kept.session);
            }
        }
        None
    }

    fn take_back(self: &Arc<Self>, mut session: S, runtime: &Handle) {
        if session.is_closed() {
            return;
        }
        let mut idle = self.lock();
        idle.sessions.push(Kept { session, since: Instant::now() });
        if !std::mem::replace(&mut idle.is_swept, true) {
            runtime.spawn(sweep(Arc::downgrade(self), self.idle_for));
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Idle<S>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Closes connections that nobody has used for a while; ends when there are none, or when the source is gone.
async fn sweep<S: Session>(pool: std::sync::Weak<Pool<S>>, idle_for: Duration) {
    loop {
        sleep(idle_for / 2).await;
        let Some(pool) = pool.upgrade() else { return };
        let mut idle = pool.lock();
        idle.sessions.retain_mut(|kept| kept.since.elapsed() < idle_for && !kept.session.is_closed());
        if idle.sessions.is_empty() {
            idle.is_swept = false;
            return;
        }
    }
}

/// A lent connection; dropped before it was given back, its query is cancelled.
pub(crate) struct Lease<S: Session> {
    pool: Arc<Pool<S>>,
    inner: Option<(S, OwnedSemaphorePermit)>,
    /// Where the cancellation runs: the drop that asks for it may happen on any thread.
    runtime: Handle,
    is_fresh: bool,
}

impl<S: Session> Lease<S> {
    /// `None` once it was given back or cancelled.
    pub fn session(&mut self) -> Option<&mut S> {
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
            self.pool.take_back(session, &self.runtime);
        }
    }

    /// Stops the query on the server, in a task of its own, and closes the connection.
    pub fn cancel(&mut self) {
        let Some((session, permit)) = self.inner.take() else { return };
        let pool = self.pool.clone();
        self.runtime.spawn(async move {
            session.cancel(&pool.options).await;
            // Only now: a place in the pool is a connection that the server still has.
            drop(permit);
        });
    }
}

impl<S: Session> Drop for Lease<S> {
    fn drop(&mut self) {
        self.cancel();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A connection to nowhere.
    struct Nowhere;

    impl Session for Nowhere {
        type Options = ();

        fn connect_timeout((): &()) -> Duration {
            Duration::from_millis(200)
        }

        async fn open((): &()) -> Result<Self, ConnectError> {
            Ok(Self)
        }

        fn is_closed(&mut self) -> bool {
            false
        }

        async fn cancel(self, (): &()) {
            sleep(Duration::from_millis(50)).await;
        }
    }

    #[tokio::test]
    async fn idle_connections_are_closed_after_a_while() {
        let pool = Pool::<Nowhere>::with((), 2, Duration::from_millis(200));
        for _ in 0..2 {
            pool.lend().await.unwrap().give_back();
            assert_eq!(pool.lock().sessions.len(), 1);
            sleep(Duration::from_millis(500)).await;
            assert_eq!(pool.lock().sessions.len(), 0);
        }
    }

    #[tokio::test]
    async fn waiting_for_a_connection_ends() {
        let pool = Pool::<Nowhere>::with((), 1, IDLE_FOR);
        let mut lease = pool.lend().await.unwrap();
        let error = pool.lend().await.err().unwrap();
        assert_eq!(error.kind, ConnectErrorKind::BackendTimeoutError);
        lease.give_back();
        // Dropped in the middle: the place is free as soon as the cancellation is over.
        drop(pool.lend().await.unwrap());
        pool.lend().await.unwrap().give_back();
    }
}
