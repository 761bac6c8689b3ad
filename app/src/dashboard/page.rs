use leptos::{either::Either, prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use sx_model::{DashboardId, DashboardPage as Dashboard, ErrorKind, Me};

use super::{
    api::{link_dashboard, open_dashboard},
    batcher,
    grid::{Place, nodes},
    refresh::Refresh,
    selection::Selection,
    space::Space,
};
use crate::{
    Failure,
    clipboard::copy_link,
    json::Json,
    lists::{ListKind, Star},
    ui::{
        Badge, Button, ButtonLink, EmptyState, ErrorState, Icon, IconButton, Look, TableSkeleton, Toast, Tone,
        use_toasts,
    },
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
    let page = Resource::<_, Json>::new_with_options(move || key.clone(), open_dashboard, true);
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
    let own = use_context::<Me>().map(|_| {
        let id = dashboard.id;
        view! {
            <Star kind=ListKind::Dashboard id=id.0 label="Favorite" is_favorite=dashboard.is_favorite/>
            <Link dashboard=id/>
        }
    });
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
                {own}
                <Button look=Look::Quiet icon=Icon::Refresh on_click=move || refresh.ask()>"Refresh"</Button>
                {dashboard.may_edit.then(|| view! { <ButtonLink href=edit_href icon=Icon::Edit>"Edit"</ButtonLink> })}
            </div>
        </div>
        {description.map(|text| view! { <p class="page__description">{text}</p> })}
    }
}

/// Copies a permalink to what is shown.
#[component]
fn Link(dashboard: DashboardId) -> impl IntoView {
    let toasts = use_toasts();
    let query = use_query_map();
    let copy = move |()| {
        let tabs = query.read_untracked().get_str("tab").unwrap_or_default().to_owned();
        spawn_local(async move {
            toasts.show(match link_dashboard(dashboard, tabs).await {
                Ok(key) => copy_link(&format!("/dashboard/p/{key}")).await,
                Err(failure) => Toast::bad(failure.message),
            });
        });
    };
    view! { <IconButton label="Copy link" icon=Icon::Link on_click=copy/> }
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
