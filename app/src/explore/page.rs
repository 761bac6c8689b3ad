use leptos::{either::EitherOf3, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use sx_model::{ErrorKind, ExplorePage as Page, ExploreQuestion};

use super::{
    address,
    api::open_explore,
    asking::Asking,
    builder::Builder,
    draft, drawing,
    head::Head,
    model::Item,
    open::{ChooseDataset, LostDataset},
    panel::{FieldList, Panel},
    stage::{Stage, first_picture},
};
use crate::{
    Failure,
    dashboard::{FirstPaint, TileState},
    live_title::LiveTitle,
    ui::{ButtonLink, EmptyState, ErrorState, Icon, SplitPane, TableSkeleton, provide_drag},
};

/// `/explore?slice_id=`, `/explore?dataset_id=` and their like; without any, the choice of a dataset.
#[component]
pub fn ExplorePage() -> impl IntoView {
    let query = use_query_map();
    let question = Memo::new(move |_| address::read(&query.read()));
    // Another chart is another page: nothing of the one before may linger.
    move || view! { <Load question=question.get()/> }
}

/// The `Suspend` stands in no closure: see `dashboard/page.rs`.
#[component]
fn Load(question: ExploreQuestion) -> impl IntoView {
    if address::is_empty(&question) {
        return view! { <ChooseDataset/> }.into_any();
    }
    let is_linked = question.form_data_key.is_some() || question.permalink_key.is_some();
    let page = Resource::new_blocking(move || question.clone(), open_explore);
    view! {
        <Suspense fallback=|| view! { <TableSkeleton rows=8/> }>
            {Suspend::new(async move {
                match page.await {
                    Ok(page) if page.dataset.is_some() => EitherOf3::A(view! { <Opened page is_linked/> }),
                    Ok(page) => EitherOf3::B(view! { <LostDataset page/> }),
                    Err(failure) => EitherOf3::C(view! { <Refused failure/> }),
                }
            })}
        </Suspense>
    }
    .into_any()
}

#[component]
fn Opened(page: Page, is_linked: bool) -> impl IntoView {
    let dataset = page.dataset.clone()?;
    let builder = Builder::new(&page, dataset);
    Some(view! { <Workbench builder keeps_draft=!is_linked/> })
}

/// The server's picture, and around it the builder.
#[component]
pub fn Workbench(builder: Builder, keeps_draft: bool) -> impl IntoView {
    let question = builder.form.get_untracked();
    let chart = builder.chart.get_untracked();
    let first = Resource::new(|| (), move |()| first_picture(chart.clone(), question.clone()));
    view! {
        <Suspense fallback=|| view! { <TableSkeleton rows=8/> }>
            {Suspend::new(async move {
                let first = first.await;
                view! { <Bench builder keeps_draft first/> }
            })}
        </Suspense>
    }
}

#[component]
fn Bench(builder: Builder, keeps_draft: bool, first: FirstPaint) -> impl IntoView {
    let asking = Asking::new(builder, TileState::new(&first.state));
    drawing::provide(builder, asking);
    provide_drag::<Item>();
    draft::keep(builder, asking, keeps_draft);
    let title =
        move || Some(builder.name.get()).filter(|name| !name.is_empty()).unwrap_or_else(|| "New chart".to_owned());
    let first = StoredValue::new(first);
    let right = move || {
        view! {
            <SplitPane
                label="Size of the panel"
                storage_key="explore-panel"
                initial=30
                first=|| view! { <Panel/> }
                second=move || view! { <Stage first=first.get_value()/> }
            />
        }
    };
    view! {
        <LiveTitle text=title/>
        <div class="explore">
            <Head/>
            <div class="explore__body">
                <SplitPane
                    label="Size of the field list"
                    storage_key="explore-fields"
                    initial=18
                    first=|| view! { <FieldList/> }
                    second=right
                />
            </div>
        </div>
    }
}

#[component]
fn Refused(failure: Failure) -> impl IntoView {
    if failure.kind == ErrorKind::NotFound {
        return view! {
            <Title text="Chart not found"/>
            <EmptyState icon=Icon::Missing title="Chart not found" level=1>
                <p>"It does not exist, or it was not shared with you."</p>
                <ButtonLink href="/explore">"Start a new chart"</ButtonLink>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <Title text="Chart"/>
        <h1 class="visually-hidden">"Chart"</h1>
        <ErrorState failure on_retry=reload/>
    }
    .into_any()
}

fn reload() {
    _ = window().location().reload();
}
