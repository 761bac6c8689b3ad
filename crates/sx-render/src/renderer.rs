//! The queue in front of the engines. Each engine lives on its own thread, starts with the first drawing and ends when
//! nothing was drawn for a while.

use std::{
    collections::VecDeque,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use tokio::sync::oneshot;

use crate::{
    Picture, RenderError,
    engine::{Engine, Limits, THREAD_STACK_BYTES},
    tidy::{Frame, tidy},
};

/// Larger pictures would only cost memory; no screen shows them.
const LONGEST_SIDE: u32 = 4096;

#[derive(Clone, Debug)]
pub struct RendererConfig {
    /// How many engines draw at the same time; each takes 5 MB at rest.
    pub threads: usize,
    /// How long one drawing may take, without its wait in the queue.
    pub deadline: Duration,
    /// The largest heap of one engine.
    pub memory_limit_bytes: usize,
    /// How many drawings may wait; one more is refused with `RenderError::Busy`.
    pub queue: usize,
    /// An engine that had nothing to draw for so long gives its memory back.
    pub idle: Duration,
}

impl Default for RendererConfig {
    fn default() -> Self {
        Self {
            threads: 2,
            deadline: Duration::from_secs(2),
            memory_limit_bytes: 128 * 1024 * 1024,
            queue: 64,
            idle: Duration::from_secs(60),
        }
    }
}

/// Draws charts. Cheap to make; keep one for the whole process.
pub struct Renderer {
    shared: Arc<Shared>,
}

impl Renderer {
    pub fn new(config: RendererConfig) -> Self {
        Self { shared: Arc::new(Shared { config, state: Mutex::default(), changed: Condvar::new() }) }
    }

    /// An `<svg>` for the middle of an HTML page: it fills its box, and its theme colours are classes (`picture_css`).
    /// The same picture always gives the same bytes. A caller that goes away before its turn costs nothing.
    pub async fn svg(&self, picture: Picture<'_>) -> Result<Arc<str>, RenderError> {
        let (reply, answer) = oneshot::channel();
        self.shared.submit(Job::new(&picture, reply))?;
        answer.await.map_err(|_| RenderError::Engine("its thread ended".to_owned()))?
    }

    /// How many engine threads are alive now.
    pub fn engines(&self) -> usize {
        self.shared.state().threads
    }
}

impl Drop for Renderer {
    fn drop(&mut self) {
        self.shared.state().closed = true;
        self.shared.changed.notify_all();
    }
}

struct Job {
    option_json: String,
    frame: Frame,
    reply: oneshot::Sender<Result<Arc<str>, RenderError>>,
}

impl Job {
    fn new(picture: &Picture<'_>, reply: oneshot::Sender<Result<Arc<str>, RenderError>>) -> Self {
        let side = |length: u32| length.clamp(1, LONGEST_SIDE);
        let frame = Frame::new(side(picture.width), side(picture.height), picture.label, picture.id_prefix);
        Self { option_json: picture.option.to_string(), frame, reply }
    }
}

struct Shared {
    config: RendererConfig,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    threads: usize,
    waiting: usize,
    closed: bool,
}

impl Shared {
    /// No code that can panic runs while the lock is held, so a poisoned state is still a whole one.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn submit(self: &Arc<Self>, job: Job) -> Result<(), RenderError> {
        let mut state = self.state();
        state.jobs.retain(|waiting| !waiting.reply.is_closed());
        if state.jobs.len() >= self.config.queue.max(1) {
            return Err(RenderError::Busy);
        }
        if state.jobs.len() >= state.waiting && state.threads < self.config.threads.max(1) {
            match self.spawn() {
                Ok(()) => state.threads += 1,
                // Another engine will come to it; without one nobody would.
                Err(error) if state.threads == 0 => return Err(RenderError::Engine(error.to_string())),
                Err(error) => tracing::warn!(%error, "could not start another drawing engine"),
            }
        }
        state.jobs.push_back(job);
        self.changed.notify_one();
        Ok(())
    }

    fn spawn(self: &Arc<Self>) -> std::io::Result<()> {
        let shared = Arc::clone(self);
        let thread = thread::Builder::new().name("sx-render".to_owned()).stack_size(THREAD_STACK_BYTES);
        thread.spawn(move || Worker { shared, retired: false }.run()).map(|_| ())
    }

    /// The next job; `None` when this engine is no longer needed, and then it no longer counts.
    fn next(&self) -> Option<Job> {
        let mut state = self.state();
        loop {
            if state.closed {
                state.jobs.clear();
                state.threads -= 1;
                return None;
            }
            if let Some(job) = state.jobs.pop_front() {
                return Some(job);
            }
            state.waiting += 1;
            let (woken, timeout) =
                self.changed.wait_timeout(state, self.config.idle).unwrap_or_else(PoisonError::into_inner);
            state = woken;
            state.waiting -= 1;
            if timeout.timed_out() && state.jobs.is_empty() {
                // Under the same lock: a job that comes now must start an engine of its own.
                state.threads -= 1;
                return None;
            }
        }
    }

    fn limits(&self) -> Limits {
        Limits { deadline: self.config.deadline, memory_bytes: self.config.memory_limit_bytes }
    }
}

struct Worker {
    shared: Arc<Shared>,
    retired: bool,
}

impl Worker {
    fn run(mut self) {
        let mut engine = None;
        while let Some(job) = self.shared.next() {
            if job.reply.is_closed() {
                continue;
            }
            let drawn = draw(&mut engine, self.shared.limits(), &job);
            // Whoever asked may have gone away meanwhile; then nobody misses the answer.
            _ = job.reply.send(drawn);
        }
        self.retired = true;
    }
}

impl Drop for Worker {
    /// Only a panic ends an engine that has not retired: those who wait get an answer, and the next drawing a new one.
    fn drop(&mut self) {
        if !self.retired {
            let mut state = self.shared.state();
            state.threads -= 1;
            if state.threads == 0 {
                state.jobs.clear();
            }
        }
    }
}

fn draw(engine: &mut Option<Engine>, limits: Limits, job: &Job) -> Result<Arc<str>, RenderError> {
    let ready = match engine.take() {
        Some(ready) => ready,
        None => Engine::start(limits)?,
    };
    let raw = ready.draw(&job.option_json, job.frame.width, job.frame.height)?;
    // Only an engine that succeeded is used again.
    *engine = Some(ready);
    if raw.is_empty() {
        return Err(RenderError::Empty);
    }
    tidy(&raw, &job.frame).map(Arc::from)
}
