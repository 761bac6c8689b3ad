use leptos::prelude::*;
use std::{collections::HashSet, time::Duration};
use sx_model::{
    ChartId, PlaceableChart, PlaceableCharts,
    position::{Dragged, NewChart, NewNode},
};

use super::super::{
    api::list_placeable_charts,
    editor::{Editor, KnownChart},
    later::Later,
};
use crate::{
    Failure,
    ui::{Badge, Button, ButtonLink, Checkbox, DragSource, Icon, Look, TableSkeleton, TextField, Tone},
};

/// As many as the server sends at once.
const PAGE_SIZE: u64 = 25;
/// So long after the last letter.
const WAIT: Duration = Duration::from_millis(200);

/// The charts that may be placed, newest change first. A double click adds at the end.
#[component]
pub fn Charts() -> impl IntoView {
    let editor = Editor::of_page();
    let (search, only_mine, page) = (RwSignal::new(String::new()), RwSignal::new(false), RwSignal::new(0));
    let found = Resource::new(
        move || (search.get(), only_mine.get(), page.get()),
        |(search, only_mine, page)| list_placeable_charts(search, only_mine, page),
    );
    let placed = Memo::new(move |_| editor.placed());
    let typed = RwSignal::new(String::new());
    let later = Later::new();
    let on_input = move |text: String| {
        later.run(WAIT, move || {
            page.set(0);
            search.set(text);
        });
    };
    view! {
        <div class="edit-charts">
            <TextField
                label="Search charts"
                hide_label=true
                kind="search"
                placeholder="Search charts…"
                value=typed
                on_input
            />
            <Checkbox
                label="Only my charts"
                checked=only_mine
                on_change=move |mine| {
                    page.set(0);
                    only_mine.set(mine);
                }
            />
            <Transition fallback=|| view! { <TableSkeleton rows=4/> }>
                {move || found.get().map(|found| view! { <Found found placed page/> })}
            </Transition>
            <ButtonLink href="/explore" look=Look::Quiet icon=Icon::Plus>"Create a chart"</ButtonLink>
        </div>
    }
    .into_any()
}

#[component]
fn Found(
    found: Result<PlaceableCharts, Failure>,
    placed: Memo<HashSet<ChartId>>,
    page: RwSignal<u64>,
) -> impl IntoView {
    let found = match found {
        Ok(found) => found,
        Err(failure) => {
            return view! { <p class="edit-charts__none" role="alert">{failure.to_string()}</p> }.into_any();
        }
    };
    if found.charts.is_empty() {
        return view! { <p class="edit-charts__none">"No charts found."</p> }.into_any();
    }
    let last = found.count.saturating_sub(1) / PAGE_SIZE;
    let step = move |by: i64| move |()| page.update(|page| *page = page.saturating_add_signed(by).min(last));
    view! {
        <ul class="edit-items">
            {found.charts.into_iter().map(|chart| view! { <Item chart placed/> }).collect_view()}
        </ul>
        {(last > 0).then(|| view! {
            <div class="edit-charts__pages">
                <Button look=Look::Quiet disabled=Signal::derive(move || page.get() == 0) on_click=step(-1)>"Newer"</Button>
                <span>{move || format!("{} of {}", page.get() + 1, last + 1)}</span>
                <Button look=Look::Quiet disabled=Signal::derive(move || page.get() >= last) on_click=step(1)>"Older"</Button>
            </div>
        })}
    }
    .into_any()
}

#[component]
fn Item(chart: PlaceableChart, placed: Memo<HashSet<ChartId>>) -> impl IntoView {
    let editor = Editor::of_page();
    let id = chart.id;
    let is_placed = Memo::new(move |_| placed.read().contains(&id));
    let known = KnownChart::from(&chart);
    let node = NewNode::Chart(NewChart { id, uuid: chart.uuid, name: chart.name.clone() });
    let added = node.clone();
    editor.remember([known]);
    view! {
        <li on:dblclick=move |_| editor.add(added.clone())>
            <DragSource<Dragged> class="edit-item" payload=Dragged::New(node) label=chart.name.clone()>
                <span class="edit-item__text">
                    <span class="edit-item__name">{chart.name}</span>
                    <span class="edit-item__hint">{format!("{} · {}", chart.kind, chart.changed_on)}</span>
                </span>
                {move || is_placed.get().then(|| view! { <Badge tone=Tone::Neutral>"Added"</Badge> })}
            </DragSource<Dragged>>
        </li>
    }
    .into_any()
}
