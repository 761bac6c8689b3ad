use leptos::{either::Either, prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use sx_model::{DashboardId, DashboardPage as Dashboard, ErrorKind, Me};

use super::{
    api::open_dashboard,
    batcher,
    grid::{Place, nodes},
    refresh::Refresh,
    selection::Selection,
    space::Space,
};
use crate::{
    Failure,
    lists::{ListKind, mark_asset},
    ui::{Badge, Button, ButtonLink, EmptyState, ErrorState, Icon, IconButton, Look, TableSkeleton, Tone},
};

/// `/dashboard/{id or slug}?tab={id of a tab}`.
#[component]
pub fn DashboardPage() -> impl IntoView {
    let params = use_params_map();
    let key = Memo::new(move |_| params.read().get("id_or_slug").unwrap_or_default());
    // Another dashboard is another page: nothing of the one before may linger.
    move || view! { <Load key=key.get()/> }
}

/// The `Suspend` stands in no closure: the server walks closures twice, and the tiles' resources would get other ids than in
/// the browser. The page itself is metadata, so waiting for it costs the first byte nothing, and gives it its status and title.
#[component]
fn Load(key: String) -> impl IntoView {
    let page = Resource::new_blocking(move || key.clone(), open_dashboard);
    view! {
        <Suspense fallback=|| view! { <TableSkeleton rows=6/> }>
            {Suspend::new(async move {
                match page.await {
                    Ok(dashboard) => Either::Left(view! { <Shown dashboard/> }),
                    Err(failure) => Either::Right(view! { <Refused failure/> }),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Shown(dashboard: Dashboard) -> impl IntoView {
    batcher::provide(dashboard.id);
    let refresh = Refresh::new();
    let place =
        Place { dashboard: dashboard.id, refresh, selection: Selection::from_url(), space: Space::of_request() };
    let is_empty = dashboard.layout.children.is_empty();
    let grid = nodes(dashboard.layout.children.clone(), &place);
    view! {
        <Title text=dashboard.title.clone()/>
        <link rel="modulepreload" href=charts_module()/>
        <Heading dashboard refresh/>
        {is_empty.then(|| view! {
            <EmptyState icon=Icon::Dashboard title="Nothing on it yet" level=2>
                <p>"This dashboard has no charts."</p>
            </EmptyState>
        })}
        <div class="dashboard">{grid}</div>
    }
}

#[component]
fn Heading(dashboard: Dashboard, refresh: Refresh) -> impl IntoView {
    let description = dashboard.description.filter(|text| !text.trim().is_empty());
    let certified = dashboard.certified_by.filter(|text| !text.trim().is_empty());
    let edit_href = format!("/dashboard/{}/edit", dashboard.id);
    let star = use_context::<Me>().map(|_| view! { <FavoriteStar id=dashboard.id is_favorite=dashboard.is_favorite/> });
    view! {
        <div class="page__head">
            <h1 class="page__title">{dashboard.title}</h1>
            {(!dashboard.published).then(|| view! { <Badge tone=Tone::Neutral>"Draft"</Badge> })}
            {certified.map(|by| view! {
                <span title=dashboard.certification_details>
                    <Badge tone=Tone::Accent>"Certified by " {by}</Badge>
                </span>
            })}
            <div class="page__actions">
                {star}
                <Button look=Look::Quiet icon=Icon::Refresh on_click=move || refresh.ask()>"Refresh"</Button>
                {dashboard.may_edit.then(|| view! { <ButtonLink href=edit_href icon=Icon::Edit>"Edit"</ButtonLink> })}
            </div>
        </div>
        {description.map(|text| view! { <p class="page__description">{text}</p> })}
    }
}

/// It shows what was asked for at once, and goes back when the server refuses.
#[component]
fn FavoriteStar(id: DashboardId, is_favorite: bool) -> impl IntoView {
    let marked = RwSignal::new(is_favorite);
    let toggle = move |()| {
        let is_favorite = !marked.get_untracked();
        marked.set(is_favorite);
        spawn_local(async move {
            if mark_asset(ListKind::Dashboard, id.0, is_favorite).await.is_err() {
                _ = marked.try_set(!is_favorite);
            }
        });
    };
    let icon = Signal::derive(move || if marked.get() { Icon::StarFilled } else { Icon::Star });
    view! { <IconButton label="Favorite" icon pressed=Signal::from(marked) on_click=toggle/> }
}

#[component]
fn Refused(failure: Failure) -> impl IntoView {
    if failure.kind == ErrorKind::NotFound {
        return view! {
            <Title text="Dashboard not found"/>
            <EmptyState icon=Icon::Missing title="Dashboard not found" level=1>
                <p>"It does not exist, or it was not shared with you."</p>
                <ButtonLink href="/dashboards">"Show all dashboards"</ButtonLink>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <Title text="Dashboard"/>
        <h1 class="visually-hidden">"Dashboard"</h1>
        <ErrorState failure on_retry=reload/>
    }
    .into_any()
}

fn reload() {
    _ = window().location().reload();
}

#[cfg(feature = "ssr")]
fn charts_module() -> String {
    crate::ctx::charts_module()
}

/// Only the server's HTML needs it: what comes later imports the module at once.
#[cfg(not(feature = "ssr"))]
fn charts_module() -> Option<String> {
    document().document_element().and_then(|root| root.get_attribute("data-charts"))
}
