//! The first page: what was worked on lately, and what to do next.

mod next_steps;
mod recent;

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    lists::{Asked, ListKind, list_assets},
    ui::{CardsSkeleton, ErrorState},
};
use next_steps::{FirstSteps, NextSteps};
use recent::Recent;

const SHOWN: usize = 6;

#[component]
pub fn HomePage() -> impl IntoView {
    let dashboards = Resource::new(|| (), |()| list_assets(ListKind::Dashboard, Asked::default()));
    view! {
        <Title text="Home"/>
        <div class="page__head"><h1 class="page__title">"Home"</h1></div>
        <Suspense fallback=|| view! { <CardsSkeleton count=SHOWN/> }>
            {move || Suspend::new(async move {
                match dashboards.await {
                    Ok(page) if page.rows.is_empty() => view! { <FirstSteps/> }.into_any(),
                    Ok(page) => view! {
                        <Recent rows=page.rows.into_iter().take(SHOWN).collect() count=page.count/>
                        <NextSteps/>
                    }
                    .into_any(),
                    Err(failure) => view! { <ErrorState failure on_retry=move || dashboards.refetch()/> }.into_any(),
                }
            })}
        </Suspense>
    }
}
