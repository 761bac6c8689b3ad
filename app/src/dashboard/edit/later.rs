use std::time::Duration;

use leptos::prelude::*;

/// Work that waits until nothing new has come for a while. It ends with the component that made it.
#[derive(Clone, Copy)]
pub struct Later(StoredValue<Option<TimeoutHandle>>);

impl Later {
    pub fn new() -> Self {
        let this = Self(StoredValue::new(None));
        on_cleanup(move || this.stop());
        this
    }

    /// Instead of what was waiting.
    pub fn run(self, after: Duration, work: impl FnOnce() + 'static) {
        self.stop();
        _ = self.0.try_set_value(set_timeout_with_handle(work, after).ok());
    }

    pub fn stop(self) {
        if let Some(handle) = self.0.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    }
}
