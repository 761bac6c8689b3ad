use leptos::{either::Either, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use sx_model::{DashboardEditor, ErrorKind, position::Dragged};

use super::{
    api::open_dashboard_editor, canvas::Canvas, conflict::ConflictDialog, draft, draft::DraftOffer, editor::Editor,
    head::Head, keys, palette::Palette,
};
use crate::{
    Failure,
    dashboard::batcher,
    live_title::LiveTitle,
    ui::{ButtonLink, EmptyState, ErrorState, Icon, TableSkeleton, provide_drag},
};

/// `/dashboard/{id or slug}/edit`.
#[component]
pub fn EditorPage() -> impl IntoView {
    let params = use_params_map();
    let key = Memo::new(move |_| params.read().get("id_or_slug").unwrap_or_default());
    // Another dashboard is another page: nothing of the one before may linger.
    move || view! { <Load key=key.get()/> }
}

#[component]
fn Load(key: String) -> impl IntoView {
    let opened = Resource::new_blocking(
        {
            let key = key.clone();
            move || key.clone()
        },
        open_dashboard_editor,
    );
    view! {
        <Suspense fallback=|| view! { <TableSkeleton rows=6/> }>
            {Suspend::new(async move {
                match opened.await {
                    Ok(opened) => Either::Left(view! { <Shown opened/> }),
                    Err(failure) => Either::Right(view! { <Refused failure key/> }),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Shown(opened: DashboardEditor) -> impl IntoView {
    let editor = Editor::new(&opened);
    provide_drag::<Dragged>();
    batcher::provide(opened.id);
    keys::listen(editor);
    draft::keep(editor);
    let title = Memo::new(move |_| editor.with(|position| position.title().to_owned()));
    let offer = opened.draft.map(|draft| {
        let draft = StoredValue::new(draft);
        view! { <Show when=move || editor.offered.get()><DraftOffer draft=draft.get_value()/></Show> }
    });
    view! {
        <LiveTitle text=move || format!("Edit {}", title.get())/>
        <Head slug=opened.slug/>
        {offer}
        <div class="edit">
            <Canvas/>
            <Palette/>
        </div>
        <ConflictDialog/>
    }
    .into_any()
}

#[component]
fn Refused(failure: Failure, key: String) -> impl IntoView {
    match failure.kind {
        ErrorKind::NotFound => view! {
            <Title text="Dashboard not found"/>
            <EmptyState icon=Icon::Missing title="Dashboard not found" level=1>
                <p>"It does not exist, or it was not shared with you."</p>
                <ButtonLink href="/dashboards">"Show all dashboards"</ButtonLink>
            </EmptyState>
        }
        .into_any(),
        ErrorKind::Forbidden => view! {
            <Title text="Not yours to edit"/>
            <EmptyState icon=Icon::Lock title="Not yours to edit" level=1>
                <p>"Only its owners and admins may change this dashboard."</p>
                <ButtonLink href=format!("/dashboard/{key}")>"Open the dashboard"</ButtonLink>
            </EmptyState>
        }
        .into_any(),
        _ => view! {
            <Title text="Dashboard"/>
            <h1 class="visually-hidden">"Dashboard"</h1>
            <ErrorState failure on_retry=move || _ = window().location().reload()/>
        }
        .into_any(),
    }
}
