//! Grey shapes of the size of what comes. Screen readers hear "Loading…" once.

use leptos::prelude::*;

#[component]
pub fn CardsSkeleton(count: usize) -> impl IntoView {
    view! {
        <div class="cards" role="status">
            <span class="visually-hidden">"Loading…"</span>
            {(0..count).map(|_| view! { <div class="skeleton skeleton--card"></div> }).collect_view()}
        </div>
    }
}

#[component]
pub fn TableSkeleton(rows: usize) -> impl IntoView {
    view! {
        <div class="skeleton-rows" role="status">
            <span class="visually-hidden">"Loading…"</span>
            {(0..rows).map(|_| view! { <div class="skeleton skeleton--row"></div> }).collect_view()}
        </div>
    }
}

/// Fills a tile.
#[component]
pub fn TileSkeleton() -> impl IntoView {
    view! {
        <div class="skeleton skeleton--tile" role="status">
            <span class="visually-hidden">"Loading…"</span>
        </div>
    }
}
