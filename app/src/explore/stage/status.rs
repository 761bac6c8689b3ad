use leptos::prelude::*;
use std::sync::Arc;
use sx_model::QueryAnswer;

use crate::{
    explore::asking::{Answered, Asking},
    ui::{Alert, Badge, Button, Icon, Look, Tone},
};

/// How long it took, how many rows, how old they are.
#[component]
pub fn StatusLine() -> impl IntoView {
    let asking = Asking::of_page();
    view! {
        <div class="stage__status">
            {move || match (asking.running.get(), asking.answered.get()) {
                (Some(started), _) => view! { <Timer started/> }.into_any(),
                (None, Some(answered)) => view! { <Facts answered/> }.into_any(),
                (None, None) => ().into_any(),
            }}
        </div>
    }
}

#[component]
fn Facts(answered: Arc<Answered>) -> impl IntoView {
    let asking = Asking::of_page();
    let queries = &answered.answer.queries;
    let rows: usize = queries.first().map(|query| query.row_count).unwrap_or_default();
    let limited = queries.iter().find(|query| query.is_limit_reached).and_then(|query| query.row_limit);
    let cached = queries.iter().any(|query| query.is_cached);
    let oldest = queries.iter().filter(|query| query.is_cached).map(|query| query.queried_on).min();
    let rejected = rejected(queries);
    view! {
        <span>{count(rows)}</span>
        <span>{duration(answered.took_ms)}</span>
        {limited.map(|limit| view! {
            <Badge tone=Tone::Warn>"The limit of " {limit.to_string()} " rows was reached"</Badge>
        })}
        {cached.then(|| view! {
            <span class="stage__cached">
                "Cached" {oldest.map(|when| format!(", from {}", when.format("%Y-%m-%d %H:%M UTC")))}
            </span>
        })}
        <Button look=Look::Quiet icon=Icon::Refresh on_click=move |()| asking.run(true)>"Load fresh"</Button>
        {rejected.map(|sentence| view! { <Alert tone=Tone::Warn>{sentence}</Alert> })}
    }
}

/// Seconds of the running question; nobody knows how long it will take, so it only counts.
#[component]
fn Timer(started: f64) -> impl IntoView {
    let passed = RwSignal::new(0_u64);
    tick(started, passed);
    view! { <span class="stage__timer" aria-label="Time of the running question">{move || duration(passed.get())}</span> }
}

#[cfg(feature = "hydrate")]
fn tick(started: f64, passed: RwSignal<u64>) {
    use std::time::Duration;

    let show = move || _ = passed.try_set((js_sys::Date::now() - started).max(0.0) as u64);
    if let Ok(handle) = set_interval_with_handle(show, Duration::from_millis(100)) {
        on_cleanup(move || handle.clear());
    }
}

#[cfg(not(feature = "hydrate"))]
fn tick(_: f64, _: RwSignal<u64>) {}

fn rejected(queries: &[QueryAnswer]) -> Option<String> {
    let mut columns: Vec<&str> =
        queries.iter().flat_map(|query| &query.rejected_filters).map(|filter| filter.column.as_str()).collect();
    columns.dedup();
    (!columns.is_empty()).then(|| format!("Filters without effect: {}.", columns.join(", ")))
}

fn count(rows: usize) -> String {
    if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") }
}

fn duration(ms: u64) -> String {
    if ms < 1000 { format!("{ms} ms") } else { format!("{}.{} s", ms / 1000, ms % 1000 / 100) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_counts_read_well() {
        assert_eq!((duration(90), duration(1250)), ("90 ms".to_owned(), "1.2 s".to_owned()));
        assert_eq!((count(1), count(0)), ("1 row".to_owned(), "0 rows".to_owned()));
    }
}
