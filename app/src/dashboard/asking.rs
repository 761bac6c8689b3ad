//! When a tile asks for its data: once it comes into view, when the page is refreshed, and when somebody tries again.

#[cfg(feature = "hydrate")]
pub use browser::ask_when_seen;

/// The server has asked already.
#[cfg(not(feature = "hydrate"))]
pub fn ask_when_seen(
    _: leptos::prelude::NodeRef<leptos::html::Div>,
    _: super::tile_state::TileState,
    _: sx_model::ChartId,
    _: [super::refresh::Refresh; 2],
) {
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::{html::Div, prelude::*, task::spawn_local};
    use leptos_use_intersection_observer::{UseIntersectionObserverOptions, use_intersection_observer_with_options};
    use send_wrapper::SendWrapper;
    use sx_model::ChartId;

    use crate::dashboard::{
        batcher::Batcher,
        refresh::Refresh,
        tile_state::{Cover, TileState},
    };

    /// Asks a little before the tile is reached by scrolling.
    const AHEAD: &str = "160px 0px";

    pub fn ask_when_seen(content: NodeRef<Div>, state: TileState, chart: ChartId, refreshes: [Refresh; 2]) {
        let Some(batcher) = Batcher::of_page().map(SendWrapper::new) else { return };
        let was_seen = use_was_seen(content);
        Effect::new(move |_| {
            let times: u32 = refreshes.iter().map(|refresh| refresh.count()).sum();
            // What the first HTML said in words (nothing there, or an error) is asked for again on demand only.
            let is_covered = state.cover.get_untracked() != Cover::None;
            if was_seen.get() && (times > 0 || is_covered) {
                ask(batcher.clone().take(), state, chart, times > 0);
            }
        });
    }

    fn use_was_seen(content: NodeRef<Div>) -> ReadSignal<bool> {
        let (was_seen, set_seen) = signal(false);
        _ = use_intersection_observer_with_options(
            content,
            move |entries, observer| {
                if entries.iter().any(|entry| entry.is_intersecting()) {
                    observer.disconnect();
                    _ = set_seen.try_set(true);
                }
            },
            UseIntersectionObserverOptions::default().root_margin(AHEAD),
        );
        was_seen
    }

    fn ask(batcher: Batcher, state: TileState, chart: ChartId, force: bool) {
        state.busy.set(true);
        spawn_local(async move {
            if let Some(answer) = batcher.ask(chart, force).await {
                state.show(answer);
            }
        });
    }
}
