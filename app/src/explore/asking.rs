//! The chart's question on its way, and its answer.

use leptos::prelude::*;
use std::sync::Arc;
use sx_model::ChartAnswer;

use super::{builder::Builder, model::Asked};
use crate::{Failure, dashboard::TileState};

/// An answer, and the question it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    pub asked: Asked,
    pub answer: ChartAnswer,
    /// From the click to the answer, in the browser.
    pub took_ms: u64,
}

/// Cheap to copy; a context of the page.
#[derive(Clone, Copy)]
pub struct Asking {
    pub answered: RwSignal<Option<Arc<Answered>>>,
    /// The moment when the running question was asked, in milliseconds.
    pub running: RwSignal<Option<f64>>,
    pub was_stopped: RwSignal<bool>,
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only the browser asks"))]
    pub failure: RwSignal<Option<Failure>>,
    /// What the drawing shows.
    pub tile: TileState,
    builder: Builder,
    #[cfg(feature = "hydrate")]
    abort: StoredValue<Option<web_sys::AbortController>, LocalStorage>,
}

impl Asking {
    pub fn new(builder: Builder, tile: TileState) -> Self {
        Self {
            answered: RwSignal::new(None),
            running: RwSignal::new(None),
            was_stopped: RwSignal::new(false),
            failure: RwSignal::new(None),
            tile,
            builder,
            #[cfg(feature = "hydrate")]
            abort: StoredValue::new_local(None),
        }
    }

    pub fn of_page() -> Self {
        expect_context()
    }

    /// The answer that is there is not the form's.
    pub fn is_stale(self) -> Memo<bool> {
        let question = self.builder.question;
        Memo::new(move |_| match (&*self.answered.read(), &*question.read()) {
            (Some(answered), Ok(asked)) => answered.asked != *asked,
            (Some(_), Err(_)) => true,
            (None, _) => false,
        })
    }

    pub fn is_running(self) -> Memo<bool> {
        Memo::new(move |_| self.running.read().is_some())
    }
}

#[cfg(not(feature = "hydrate"))]
impl Asking {
    pub fn run(self, _force: bool) {}

    pub fn stop(self) {}
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::{prelude::*, task::spawn_local};
    use std::sync::Arc;
    use sx_model::{ChartAnswer, ChartQuestion};
    use web_sys::AbortController;

    use super::{Answered, Asking};
    use crate::{
        dashboard::Cover,
        explore::{model, post::post},
    };

    impl Asking {
        /// Asks what the form asks now; what is under way is given up. With `force` the cache is passed by.
        pub fn run(self, force: bool) {
            let builder = self.builder;
            let Ok(asked) = builder.question.get_untracked() else { return };
            let Ok(abort) = AbortController::new() else { return };
            self.abort();
            self.abort.set_value(Some(abort.clone()));
            let form = builder.form.get_untracked();
            let question = ChartQuestion {
                dataset_id: builder.fields.dataset_id(),
                viz_type: model::viz_type(&form).to_owned(),
                form,
                chart_id: builder.chart.read_untracked().as_ref().map(|chart| chart.id),
                force,
            };
            let started = now();
            self.running.set(Some(started));
            self.was_stopped.set(false);
            self.tile.busy.set(true);
            spawn_local(async move {
                let signal = abort.signal();
                let outcome = post::<ChartAnswer>("/api/v1/explore/ask", &question, Some(&signal)).await;
                // A later question, or nobody, waits for this one.
                if signal.aborted() || self.running.is_disposed() {
                    return;
                }
                self.running.set(None);
                self.tile.busy.set(false);
                match outcome {
                    Ok(answer) => {
                        let took_ms = (now() - started).max(0.0) as u64;
                        self.failure.set(None);
                        self.answered.set(Some(Arc::new(Answered { asked, answer, took_ms })));
                    }
                    Err(failure) => {
                        self.answered.set(None);
                        self.failure.set(Some(failure));
                    }
                }
            });
        }

        /// The database is told to stop, too.
        pub fn stop(self) {
            self.abort();
            self.running.set(None);
            self.tile.busy.set(false);
            self.was_stopped.set(true);
            if self.answered.read_untracked().is_none() {
                self.tile.cover.set(Cover::None);
            }
        }

        fn abort(self) {
            self.abort.update_value(|running| {
                if let Some(running) = running.take() {
                    running.abort();
                }
            });
        }
    }

    fn now() -> f64 {
        js_sys::Date::now()
    }
}
