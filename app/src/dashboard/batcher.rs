//! All questions of one moment in one request; each answer goes to its tile as soon as its line is there.

use sx_model::DashboardId;

#[cfg(feature = "hydrate")]
pub use browser::Batcher;

/// Gives the page its `Batcher`, which ends with it.
#[cfg(feature = "hydrate")]
pub fn provide(dashboard: DashboardId) {
    browser::provide(dashboard);
}

/// The server asks the service, tile by tile.
#[cfg(not(feature = "hydrate"))]
pub fn provide(_: DashboardId) {}

#[cfg(feature = "hydrate")]
mod browser {
    use futures::channel::oneshot;
    use gloo_net::http::{Request, Response};
    use js_sys::{Reflect, Uint8Array};
    use leptos::{prelude::*, task::spawn_local};
    use send_wrapper::SendWrapper;
    use std::{cell::RefCell, collections::BTreeMap, rc::Rc, time::Duration};
    use sx_model::{ChartId, DashboardId, TilesQuestion};
    use wasm_bindgen::prelude::*;
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{AbortController, AbortSignal, ReadableStreamDefaultReader};

    use crate::{
        Failure,
        dashboard::{
            answer::{Answer, read_line},
            lines::Lines,
        },
    };

    #[derive(Clone)]
    pub struct Batcher {
        dashboard: DashboardId,
        queue: Rc<RefCell<Queue>>,
    }

    #[derive(Default)]
    struct Queue {
        /// By `force`, which holds for a whole request.
        waiting: BTreeMap<bool, Waiting>,
        is_scheduled: bool,
        running: Vec<AbortController>,
    }

    /// Two tiles may show the same chart; it is asked for once.
    type Waiting = BTreeMap<ChartId, Vec<oneshot::Sender<Answer>>>;

    pub fn provide(dashboard: DashboardId) {
        let batcher = SendWrapper::new(Batcher { dashboard, queue: Rc::default() });
        provide_context(batcher.clone());
        on_cleanup(move || batcher.abort());
    }

    impl Batcher {
        pub fn of_page() -> Option<Self> {
            use_context::<SendWrapper<Self>>().map(SendWrapper::take)
        }

        /// `None` when the page was left meanwhile.
        pub async fn ask(&self, chart: ChartId, force: bool) -> Option<Answer> {
            let (sender, receiver) = oneshot::channel();
            let was_scheduled = {
                let mut queue = self.queue.borrow_mut();
                queue.waiting.entry(force).or_default().entry(chart).or_default().push(sender);
                std::mem::replace(&mut queue.is_scheduled, true)
            };
            if !was_scheduled {
                // A task, not a microtask: each observer's callback ends with a run of the microtasks.
                let this = self.clone();
                set_timeout(move || this.flush(), Duration::ZERO);
            }
            receiver.await.ok()
        }

        fn flush(&self) {
            let batches = {
                let mut queue = self.queue.borrow_mut();
                queue.is_scheduled = false;
                std::mem::take(&mut queue.waiting)
            };
            for (force, waiting) in batches {
                self.send(waiting, force);
            }
        }

        fn send(&self, mut waiting: Waiting, force: bool) {
            let Ok(abort) = AbortController::new() else { return };
            self.queue.borrow_mut().running.push(abort.clone());
            let this = self.clone();
            spawn_local(async move {
                let signal = abort.signal();
                let outcome = this.stream(&mut waiting, force, &signal).await;
                this.queue.borrow_mut().running.retain(|running| running != &abort);
                // A page that was left is no failure: dropping the senders says so.
                if signal.aborted() {
                    return;
                }
                let failure = outcome.err().unwrap_or_else(Failure::unreachable);
                for sender in waiting.into_values().flatten() {
                    _ = sender.send(Answer::Failed(failure.clone()));
                }
            });
        }

        /// What is still waiting afterwards has got no answer.
        async fn stream(&self, waiting: &mut Waiting, force: bool, signal: &AbortSignal) -> Result<(), Failure> {
            let question = TilesQuestion { chart_ids: waiting.keys().copied().collect(), force };
            let response = self.post(&question, signal).await.map_err(|_| Failure::unreachable())?;
            if !response.ok() {
                return Err(Failure::of_status(response.status()));
            }
            read(&response, |line| {
                let Some((chart, answer)) = read_line(line) else { return };
                for sender in waiting.remove(&chart).unwrap_or_default() {
                    _ = sender.send(answer.clone());
                }
            })
            .await
            .map_err(|_| Failure::unreachable())
        }

        async fn post(&self, question: &TilesQuestion, signal: &AbortSignal) -> Result<Response, gloo_net::Error> {
            let url = format!("/api/v1/dashboard/{}/tiles", self.dashboard);
            let request = Request::post(&url).header("Accept", "application/x-ndjson").abort_signal(Some(signal));
            request.json(question)?.send().await
        }

        fn abort(&self) {
            let mut queue = self.queue.borrow_mut();
            queue.waiting.clear();
            for running in queue.running.drain(..) {
                running.abort();
            }
        }
    }

    async fn read(response: &Response, mut each: impl FnMut(&str)) -> Result<(), JsValue> {
        let body = response.body().ok_or("an answer without a body")?;
        let reader = ReadableStreamDefaultReader::new(&body)?;
        let mut lines = Lines::default();
        loop {
            let step = JsFuture::from(reader.read()).await?;
            if Reflect::get(&step, &"done".into())?.is_truthy() {
                lines.finish(&mut each);
                return Ok(());
            }
            let chunk: Uint8Array = Reflect::get(&step, &"value".into())?.dyn_into()?;
            lines.take(&chunk.to_vec(), &mut each);
        }
    }
}
