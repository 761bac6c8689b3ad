use leptos::prelude::*;

/// Asks the databases again, past the cache: whoever shows data watches the count. The page has one for all its tiles, and each
/// tile one for itself.
#[derive(Clone, Copy)]
pub struct Refresh(RwSignal<u32>);

impl Refresh {
    pub fn new() -> Self {
        Self(RwSignal::new(0))
    }

    pub fn ask(self) {
        self.0.update(|count| *count += 1);
    }

    #[cfg(feature = "hydrate")]
    pub fn count(self) -> u32 {
        self.0.get()
    }
}
