//! Whose turn it is at a source: a few statements at once, and those who wait are served in turn, one person after the other.
//!
//! ```text
//! most = 2      asking: anna, anna     waiting: anna anna anna … | ben
//!               one of anna's ends  →  anna's next, and she goes to the end
//!               another one ends    →  ben, however many of anna's came before him
//! ```

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{sync::oneshot, time::timeout};

use crate::{ConnectError, ConnectErrorKind};

pub(crate) struct FairQueue(Mutex<State>);

struct State {
    /// Turns at once.
    most: usize,
    taken: usize,
    /// Those who wait, the next one first; none of the lines is empty.
    lines: VecDeque<Line>,
    /// Places that were ever given, so that each has a number of its own.
    places: u64,
}

/// One person's questions, in their order.
struct Line {
    who: String,
    waiting: VecDeque<Waiting>,
}

struct Waiting {
    place: u64,
    call: oneshot::Sender<Turn>,
}

/// The right to have a statement running. Dropped, it goes to the next one.
pub(crate) struct Turn(Option<Arc<FairQueue>>);

impl FairQueue {
    pub fn new(most: usize) -> Arc<Self> {
        Arc::new(Self(Mutex::new(State { most, taken: 0, lines: VecDeque::new(), places: 0 })))
    }

    /// From now on at most so many turns at once; what runs already is not disturbed.
    pub fn limit(&self, most: usize) {
        self.lock().most = most.max(1);
    }

    /// A turn at once, or when all before have had theirs. `who` asks: all questions of one person stand in one line.
    /// Dropping the future leaves the queue.
    ///
    /// # Errors
    /// When it does not come within `patience`.
    pub async fn turn(self: &Arc<Self>, who: &str, patience: Duration) -> Result<Turn, ConnectError> {
        let mut place = match self.enter(who) {
            Ok(turn) => return Ok(turn),
            Err(place) => place,
        };
        match timeout(patience, &mut place.called).await {
            Ok(Ok(turn)) => Ok(turn),
            // The sender is in the queue, which lives as long as this place.
            Ok(Err(_)) | Err(_) => {
                let message = "All connections to this database are busy. Please try again in a moment.";
                Err(ConnectError::new(ConnectErrorKind::BackendTimeoutError, message))
            }
        }
    }

    fn enter<'a>(self: &'a Arc<Self>, who: &'a str) -> Result<Turn, Place<'a>> {
        let mut state = self.lock();
        if state.taken < state.most {
            state.taken += 1;
            return Ok(Turn(Some(Arc::clone(self))));
        }
        let (call, called) = oneshot::channel();
        state.places += 1;
        let number = state.places;
        let waiting = Waiting { place: number, call };
        match state.lines.iter_mut().find(|line| line.who == who) {
            Some(line) => line.waiting.push_back(waiting),
            None => state.lines.push_back(Line { who: who.to_owned(), waiting: VecDeque::from([waiting]) }),
        }
        Err(Place { queue: self, who, number, called })
    }

    fn hand_on(self: &Arc<Self>) {
        while let Some(waiting) = self.next() {
            match waiting.call.send(Turn(Some(Arc::clone(self)))) {
                Ok(()) => return,
                // They left at this very moment. Their turn must not be handed on twice.
                Err(mut turn) => turn.0 = None,
            }
        }
    }

    /// The next one; `None` gives the turn back.
    fn next(&self) -> Option<Waiting> {
        let mut state = self.lock();
        let next = match state.taken > state.most {
            true => None,
            false => state.call_next(),
        };
        if next.is_none() {
            state.taken -= 1;
        }
        next
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn call_next(&mut self) -> Option<Waiting> {
        let mut line = self.lines.pop_front()?;
        let next = line.waiting.pop_front();
        if !line.waiting.is_empty() {
            self.lines.push_back(line);
        }
        next
    }

    fn leave(&mut self, who: &str, place: u64) {
        let Some(at) = self.lines.iter().position(|line| line.who == who) else { return };
        self.lines[at].waiting.retain(|waiting| waiting.place != place);
        if self.lines[at].waiting.is_empty() {
            self.lines.remove(at);
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(queue) = self.0.take() {
            queue.hand_on();
        }
    }
}

/// A place in a line. Who leaves it after they were called drops the turn with it, which hands it on.
struct Place<'a> {
    queue: &'a FairQueue,
    who: &'a str,
    number: u64,
    called: oneshot::Receiver<Turn>,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.queue.lock().leave(self.who, self.number);
    }
}

#[cfg(test)]
mod tests {
    use futures::{FutureExt as _, future::BoxFuture};

    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    type Asking = BoxFuture<'static, Result<Turn, ConnectError>>;

    /// Those who asked, in this order, and did not get their turn at once.
    fn asked(queue: &Arc<FairQueue>, all: &[(&'static str, usize)]) -> Vec<(&'static str, Asking)> {
        let all = all.iter().flat_map(|(who, count)| std::iter::repeat_n(*who, *count));
        let ask = |who| {
            let queue = Arc::clone(queue);
            let mut asking = async move { queue.turn(who, LONG).await }.boxed();
            assert!((&mut asking).now_or_never().is_none(), "{who} has a turn already");
            (who, asking)
        };
        all.map(ask).collect()
    }

    /// Who has been called; they leave the list of those who wait.
    fn called(waiting: &mut Vec<(&'static str, Asking)>) -> Vec<(&'static str, Turn)> {
        let (mut turns, mut at) = (Vec::new(), 0);
        while at < waiting.len() {
            match (&mut waiting[at].1).now_or_never() {
                Some(turn) => turns.push((waiting.remove(at).0, turn.unwrap())),
                None => at += 1,
            }
        }
        turns
    }

    /// The order in which they are served, with one turn at a time.
    fn served(first: Turn, mut waiting: Vec<(&'static str, Asking)>) -> Vec<&'static str> {
        let (mut running, mut order) = (first, Vec::new());
        while !waiting.is_empty() {
            drop(running);
            let [(who, turn)] =
                <[_; 1]>::try_from(called(&mut waiting)).ok().expect("one is called for each that ends");
            order.push(who);
            running = turn;
        }
        order
    }

    /// Turns that are taken, and lines of those who wait.
    fn state(queue: &FairQueue) -> (usize, usize) {
        let state = queue.lock();
        (state.taken, state.lines.len())
    }

    #[tokio::test]
    async fn who_waits_is_served_in_turn() {
        let queue = FairQueue::new(1);
        let first = queue.turn("anna", LONG).await.unwrap();
        let waiting = asked(&queue, &[("anna", 3), ("ben", 3), ("cleo", 1)]);
        assert_eq!(served(first, waiting), ["anna", "ben", "cleo", "anna", "ben", "anna", "ben"]);
        assert_eq!(state(&queue), (0, 0));
    }

    #[tokio::test]
    async fn a_single_question_does_not_wait_for_anothers_thirty() {
        let queue = FairQueue::new(4);
        let mut turns = Vec::new();
        for _ in 0..4 {
            turns.push(queue.turn("anna", LONG).await.unwrap());
        }
        let mut waiting = asked(&queue, &[("anna", 30), ("ben", 1)]);
        turns.truncate(2);
        let next: Vec<_> = called(&mut waiting).iter().map(|(who, _)| *who).collect();
        assert_eq!(next, ["anna", "ben"], "two ended");
    }

    #[tokio::test]
    async fn who_leaves_is_not_waited_for() {
        let queue = FairQueue::new(1);
        let first = queue.turn("anna", LONG).await.unwrap();
        let gone = asked(&queue, &[("anna", 50)]);
        let mut stays = asked(&queue, &[("ben", 1)]);
        drop(gone);
        assert_eq!(queue.lock().lines.len(), 1, "an empty line is gone");
        drop(first);
        assert_eq!(called(&mut stays).len(), 1);
        assert_eq!(state(&queue), (0, 0));
    }

    #[tokio::test]
    async fn a_turn_that_nobody_takes_any_more_is_handed_on() {
        let queue = FairQueue::new(1);
        let first = queue.turn("anna", LONG).await.unwrap();
        let leaves = asked(&queue, &[("ben", 1)]);
        let mut next = asked(&queue, &[("cleo", 1)]);
        // Ben is called, and leaves before he hears it.
        drop(first);
        assert!(called(&mut next).is_empty());
        drop(leaves);
        assert_eq!(called(&mut next).len(), 1);
        assert_eq!(queue.lock().taken, 0);
    }

    #[tokio::test]
    async fn patience_ends_and_the_limit_changes() {
        let soon = Duration::from_millis(20);
        let queue = FairQueue::new(2);
        let (first, second) = (queue.turn("anna", LONG).await.unwrap(), queue.turn("anna", LONG).await.unwrap());
        let error = queue.turn("ben", soon).await.err().unwrap();
        assert_eq!(error.kind, ConnectErrorKind::BackendTimeoutError);
        assert_eq!(queue.lock().lines.len(), 0);
        queue.limit(1);
        drop(first);
        assert!(queue.turn("ben", soon).await.is_err(), "one still runs");
        drop(second);
        assert!(queue.turn("ben", soon).await.is_ok());
    }
}
