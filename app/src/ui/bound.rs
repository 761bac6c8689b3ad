use leptos::prelude::*;

/// What a field shows, and where it writes. From a `RwSignal` it goes both ways; from anything else that can be read, the
/// field only shows it and its `on_…` callback hears of changes.
#[derive(Debug)]
pub struct Bound<T: Send + Sync + 'static> {
    shown: Signal<T>,
    written: Option<RwSignal<T>>,
}

impl<T: Send + Sync + 'static> Clone for Bound<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Bound<T> {}

impl<T: Clone + Send + Sync + 'static> Bound<T> {
    #[cfg(feature = "hydrate")]
    pub fn get(self) -> T {
        self.shown.get()
    }

    pub fn get_untracked(self) -> T {
        self.shown.get_untracked()
    }

    pub fn set(self, value: T) {
        if let Some(written) = self.written {
            written.set(value);
        }
    }
}

impl<T: Default + Send + Sync + 'static> Default for Bound<T> {
    fn default() -> Self {
        Self { shown: Signal::stored(T::default()), written: None }
    }
}

impl<T: Send + Sync + 'static> From<RwSignal<T>> for Bound<T> {
    fn from(signal: RwSignal<T>) -> Self {
        Self { shown: signal.into(), written: Some(signal) }
    }
}

impl<T: Send + Sync + 'static> From<Signal<T>> for Bound<T> {
    fn from(shown: Signal<T>) -> Self {
        Self { shown, written: None }
    }
}

impl<T: Send + Sync + 'static> From<ReadSignal<T>> for Bound<T> {
    fn from(signal: ReadSignal<T>) -> Self {
        Self::from(Signal::from(signal))
    }
}

impl<T: Send + Sync + 'static> From<Memo<T>> for Bound<T> {
    fn from(memo: Memo<T>) -> Self {
        Self::from(Signal::from(memo))
    }
}
