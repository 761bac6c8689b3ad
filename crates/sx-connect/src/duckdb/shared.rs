//! The engine of a source: opened at the first question, replaced when files change, closed when nobody asks.

use std::{
    sync::{Arc, Mutex, PoisonError, Weak},
    time::{Duration, Instant},
};

use tokio::runtime::Handle;

use super::{engine::Engine, files::scan, place::Place};
use crate::{ConnectError, DataRoots, fair::FairQueue};

const MOST_QUESTIONS: usize = 4;
const IDLE_FOR: Duration = Duration::from_secs(300);
/// So long a new object of a bucket may go unnoticed; a folder is looked through for each question.
const LISTED_FOR: Duration = Duration::from_secs(60);

pub(super) struct SharedEngine {
    place: Place,
    roots: DataRoots,
    idle_for: Duration,
    /// Questions at a time; each holds a thread.
    pub queue: Arc<FairQueue>,
    slot: Mutex<Slot>,
}

#[derive(Default)]
struct Slot {
    engine: Option<Arc<Engine>>,
    last_used: Option<Instant>,
    /// When a bucket was looked through last.
    listed: Option<Instant>,
    is_watched: bool,
}

impl SharedEngine {
    pub fn new(place: Place, roots: DataRoots) -> Arc<Self> {
        Self::with(place, roots, IDLE_FOR)
    }

    fn with(place: Place, roots: DataRoots, idle_for: Duration) -> Arc<Self> {
        let queue = FairQueue::new(MOST_QUESTIONS);
        Arc::new(Self { place, roots, idle_for, queue, slot: Mutex::default() })
    }

    /// The engine over the files as they are now. Blocks: looking at the folder is cheap, opening an engine less so, and
    /// whoever comes in the meantime waits for the same one.
    pub fn current(self: &Arc<Self>, runtime: &Handle) -> Result<Arc<Engine>, ConnectError> {
        let mut slot = self.slot.lock().unwrap_or_else(PoisonError::into_inner);
        let known = slot.engine.take();
        let engine = match &self.place {
            Place::Folder(folder) => {
                // Each time: what a link in the path leads to may have changed.
                let folder = self.roots.resolve(folder)?;
                let now = scan(&folder)?;
                match known.filter(|engine| engine.scan == now) {
                    Some(engine) => engine,
                    None => Arc::new(Engine::open(&folder)?),
                }
            }
            Place::Bucket(bucket) => match known {
                Some(engine) if slot.listed.is_some_and(|at| at.elapsed() < LISTED_FOR) => engine,
                known => {
                    let engine = Engine::over(bucket, known)?;
                    slot.listed = Some(Instant::now());
                    engine
                }
            },
        };
        slot.engine = Some(engine.clone());
        slot.last_used = Some(Instant::now());
        if !std::mem::replace(&mut slot.is_watched, true) {
            runtime.spawn(close_when_idle(Arc::downgrade(self), self.idle_for));
        }
        Ok(engine)
    }
}

async fn close_when_idle(shared: Weak<SharedEngine>, idle_for: Duration) {
    loop {
        tokio::time::sleep(idle_for / 4).await;
        let Some(shared) = shared.upgrade() else { return };
        let idle = {
            let mut slot = shared.slot.lock().unwrap_or_else(PoisonError::into_inner);
            let is_idle = slot.last_used.is_none_or(|at| at.elapsed() >= idle_for);
            // Somebody still reads while the engine has another owner.
            let is_busy = slot.engine.as_ref().is_some_and(|engine| Arc::strong_count(engine) > 1);
            if !is_idle || is_busy {
                continue;
            }
            slot.is_watched = false;
            slot.engine.take()
        };
        // Closing frees much memory and removes files: not here.
        tokio::task::spawn_blocking(move || drop(idle));
        return;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn an_engine_that_nobody_asks_is_closed_and_opens_again() {
        let folder = std::env::temp_dir().join(format!("sx-shared-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir_all(&folder).unwrap();
        let roots = DataRoots::new([folder.clone()]);
        let shared = SharedEngine::with(Place::Folder(folder.clone()), roots, Duration::from_millis(200));
        let is_open = || shared.slot.lock().unwrap().engine.is_some();
        for _ in 0..2 {
            let engine = shared.current(&Handle::current()).unwrap();
            // In use it stays, however long that takes.
            tokio::time::sleep(Duration::from_millis(600)).await;
            assert!(is_open());
            drop(engine);
            tokio::time::sleep(Duration::from_millis(600)).await;
            assert!(!is_open());
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
