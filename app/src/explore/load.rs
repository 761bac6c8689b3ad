//! What parts of the builder load by themselves.

use leptos::prelude::*;

use crate::Failure;

/// Cheap to copy. `None` while the first answer is on its way.
pub struct Loaded<T: Send + Sync + 'static> {
    pub value: RwSignal<Option<Result<T, Failure>>>,
    pub loading: RwSignal<bool>,
    again: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Loaded<T> {}

impl<T: Send + Sync + 'static> Loaded<T> {
    pub fn refetch(self) {
        self.again.update(|times| *times += 1);
    }
}

impl<T: Clone + Default + Send + Sync + 'static> Loaded<T> {
    /// Nothing, as long as there is no good answer.
    pub fn get(self) -> T {
        self.value.get().and_then(Result::ok).unwrap_or_default()
    }
}

/// Asks in the browser, and again when the source changes; a source of `None` asks nothing. No `Resource`: one that is read
/// below the page's `Suspense` takes the whole builder out of the page while it loads.
pub fn load<S, T, F>(source: impl Fn() -> Option<S> + 'static, fetch: impl Fn(S) -> F + 'static) -> Loaded<T>
where
    T: Send + Sync + 'static,
    F: Future<Output = Result<T, Failure>> + 'static,
{
    let loaded = Loaded { value: RwSignal::new(None), loading: RwSignal::new(true), again: RwSignal::new(0) };
    let asked = StoredValue::new(0_u32);
    Effect::new(move |_| {
        loaded.again.track();
        let Some(source) = source() else { return };
        let number = asked.get_value() + 1;
        asked.set_value(number);
        loaded.loading.set(true);
        let answer = fetch(source);
        leptos::task::spawn_local(async move {
            let answer = answer.await;
            // A later question may have overtaken this one, or the component is gone.
            if asked.try_get_value() == Some(number) {
                _ = loaded.loading.try_set(false);
                _ = loaded.value.try_set(Some(answer));
            }
        });
    });
    loaded
}
