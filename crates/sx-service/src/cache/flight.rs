//! One flight for each key: equal questions at once are asked once.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use futures::{FutureExt as _, future::BoxFuture, future::Shared};
use sx_model::{AppError, Result};
use tokio::task::JoinHandle;

/// Flights under way. A flight is its own task: it outlives the caller that began it, and is aborted when the last waiter leaves.
pub struct Flights<K, V>(Arc<Mutex<HashMap<K, Weak<Flight<V>>>>>);

struct Flight<V>(Shared<BoxFuture<'static, V>>);

impl<K, V> Default for Flights<K, V> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<K, T> Flights<K, Result<T>>
where
    K: Copy + Eq + Hash + Send + 'static,
    T: Clone + Send + Sync + 'static,
{
    /// Boards the flight of this key, or begins it with `work`.
    pub async fn join(&self, key: K, work: impl Future<Output = Result<T>> + Send + 'static) -> Result<T> {
        let boarded = Boarded { flights: self, key, flight: self.board(key, work) };
        boarded.flight.0.clone().await
    }

    fn board(&self, key: K, work: impl Future<Output = Result<T>> + Send + 'static) -> Arc<Flight<Result<T>>> {
        let mut under_way = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(flight) = under_way.get(&key).and_then(Weak::upgrade) {
            return flight;
        }
        let flight = Arc::new(Flight(begin(work)));
        under_way.insert(key, Arc::downgrade(&flight));
        flight
    }
}

fn begin<T: Clone + Send + 'static>(
    work: impl Future<Output = Result<T>> + Send + 'static,
) -> Shared<BoxFuture<'static, Result<T>>> {
    let mut task = AbortOnDrop(tokio::spawn(work));
    async move {
        (&mut task.0).await.unwrap_or_else(|error| {
            tracing::error!(%error, "a question's task ended early");
            Err(AppError::internal())
        })
    }
    .boxed()
    .shared()
}

struct AbortOnDrop<T>(JoinHandle<T>);

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A waiter's seat. Leaving it takes a landed or deserted flight off the board, so that the next question starts anew.
struct Boarded<'a, K: Copy + Eq + Hash, V: Clone> {
    flights: &'a Flights<K, V>,
    key: K,
    flight: Arc<Flight<V>>,
}

impl<K: Copy + Eq + Hash, V: Clone> Drop for Boarded<'_, K, V> {
    fn drop(&mut self) {
        let mut under_way = self.flights.0.lock().unwrap_or_else(PoisonError::into_inner);
        let has_ended = self.flight.0.peek().is_some() || Arc::strong_count(&self.flight) == 1;
        let is_ours = under_way.get(&self.key).is_some_and(|flight| flight.as_ptr() == Arc::as_ptr(&self.flight));
        if has_ended && is_ours {
            under_way.remove(&self.key);
        }
    }
}
