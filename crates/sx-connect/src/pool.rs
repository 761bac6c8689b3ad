//! A few connections per source, lent one question at a time.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    runtime::Handle,
    time::{Instant, sleep},
};

use crate::{
    ConnectError,
    fair::{FairQueue, Turn},
};

const MOST_CONNECTIONS: usize = 8;
const IDLE_FOR: Duration = Duration::from_secs(120);
/// How long a server may take to say that it is there.
pub(crate) const PROOF_TIMEOUT: Duration = Duration::from_secs(1);

/// One connection to a server.
pub(crate) trait Session: Sized + Send + 'static {
    /// What a URI asks of a connection.
    type Options: Send + Sync + 'static;

    fn connect_timeout(options: &Self::Options) -> Duration;
    /// Ends within the connect timeout.
    fn open(options: &Self::Options) -> impl Future<Output = Result<Self, ConnectError>> + Send;
    /// Whether the server has closed the connection while nobody used it.
    fn is_closed(&mut self) -> bool;
    /// Whether the server still answers; ends within [`PROOF_TIMEOUT`].
    fn is_alive(&mut self) -> impl Future<Output = bool> + Send;
    /// Stops what the server does for us and closes; done when the server has said its last word.
    fn cancel(self, options: &Self::Options) -> impl Future<Output = ()> + Send;
}

pub(crate) struct Pool<S: Session> {
    pub options: S::Options,
    idle_for: Duration,
    /// Connections at once, and who waits for one.
    pub queue: Arc<FairQueue>,
    idle: Mutex<Idle<S>>,
}

struct Idle<S> {
    sessions: Vec<Kept<S>>,
    is_swept: bool,
    /// When a question was last given up. The network may have swallowed it, and what was kept before then may be as dead,
    /// without a word from anybody.
    doubted_at: Option<Instant>,
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
        let idle = Mutex::new(Idle { sessions: Vec::new(), is_swept: false, doubted_at: None });
        Arc::new(Self { options, idle_for, queue: FairQueue::new(most), idle })
    }

    /// For a short question: waits for its turn as long as it would for the server to answer.
    pub async fn lend(self: &Arc<Self>) -> Result<Lease<S>, ConnectError> {
        self.lend_in(&mut None).await
    }

    /// An idle connection or a new one, in the given turn, or in one of its own where that was used up.
    pub async fn lend_in(self: &Arc<Self>, turn: &mut Option<Turn>) -> Result<Lease<S>, ConnectError> {
        let turn = match turn.take() {
            Some(turn) => turn,
            None => self.queue.turn("", S::connect_timeout(&self.options)).await?,
        };
        let (session, is_fresh) = match self.take_idle().await {
            Some(session) => (session, false),
            None => (S::open(&self.options).await?, true),
        };
        Ok(Lease { pool: self.clone(), inner: Some((session, turn)), runtime: Handle::current(), is_fresh })
    }

    /// One that answers: who is in doubt is asked first.
    async fn take_idle(&self) -> Option<S> {
        let (mut session, is_doubted) = self.pop_idle()?;
        if !is_doubted || session.is_alive().await {
            return Some(session);
        }
        // The others went the same way, most likely, and asking each of them takes its time.
        let mut idle = self.lock();
        let doubted_at = idle.doubted_at;
        idle.sessions.retain(|kept| Some(kept.since) > doubted_at);
        idle.sessions.pop().map(|kept| kept.session)
    }

    /// The one that was used last, and whether it is in doubt.
    fn pop_idle(&self) -> Option<(S, bool)> {
        let mut idle = self.lock();
        while let Some(mut kept) = idle.sessions.pop() {
            if kept.since.elapsed() < self.idle_for && !kept.session.is_closed() {
                return Some((kept.session, Some(kept.since) <= idle.doubted_at));
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
    inner: Option<(S, Turn)>,
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
        if let Some((session, turn)) = self.inner.take() {
            self.pool.take_back(session, &self.runtime);
            // Only now, so that the next one finds this connection.
            drop(turn);
        }
    }

    /// Stops the query on the server, in a task of its own, and closes the connection.
    pub fn cancel(&mut self) {
        let Some((session, turn)) = self.inner.take() else { return };
        let pool = self.pool.clone();
        pool.lock().doubted_at = Some(Instant::now());
        self.runtime.spawn(async move {
            session.cancel(&pool.options).await;
            // Only now: a place in the pool is a connection that the server still has.
            drop(turn);
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
    use crate::ConnectErrorKind;

    /// A connection to nowhere, which answers or not.
    struct Nowhere {
        is_alive: bool,
    }

    impl Session for Nowhere {
        type Options = ();

        fn connect_timeout((): &()) -> Duration {
            Duration::from_millis(200)
        }

        async fn open((): &()) -> Result<Self, ConnectError> {
            Ok(Self { is_alive: true })
        }

        fn is_closed(&mut self) -> bool {
            false
        }

        async fn is_alive(&mut self) -> bool {
            self.is_alive
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
    async fn after_a_question_was_given_up_the_others_are_asked_for_a_sign_of_life() {
        let pool = Pool::<Nowhere>::with((), 4, IDLE_FOR);
        let mut leases = [pool.lend().await.unwrap(), pool.lend().await.unwrap(), pool.lend().await.unwrap()];
        leases[0].session().unwrap().is_alive = false;
        leases[1].session().unwrap().is_alive = false;
        leases[0].give_back();
        leases[1].give_back();
        // Nobody doubts yet, and asking would cost a round trip each time.
        let mut lent = pool.lend().await.unwrap();
        assert!(!lent.session().unwrap().is_alive);
        lent.give_back();
        leases[2].cancel();
        let mut lent = pool.lend().await.unwrap();
        assert!(lent.is_fresh() && lent.session().unwrap().is_alive);
        assert_eq!(pool.lock().sessions.len(), 0);
        // What is given back now is beyond doubt.
        lent.session().unwrap().is_alive = false;
        lent.give_back();
        assert!(!pool.lend().await.unwrap().session().unwrap().is_alive);
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
