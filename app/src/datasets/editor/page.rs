use leptos::{either::Either, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use sx_model::{DatasetPage, ErrorKind};

use super::{
    calculated::CalculatedTab, columns::ColumnsTab, editing::Editing, leaving::ask_before_leaving, metrics::MetricsTab,
    preview::PreviewTab, remove::RemoveButton, save_bar::SaveBar, settings::SettingsTab, sync::SyncButton,
};
use crate::{
    Failure,
    datasets::api::open_dataset,
    live_title::LiveTitle,
    ui::{Alert, Badge, ButtonLink, ErrorState, Icon, LocalTabs, TabPanel, TableSkeleton, Tone},
};

/// `/dataset/{id}`.
#[component]
pub fn DatasetEditorPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").and_then(|id| id.parse::<i64>().ok()));
    // Another dataset is another page: nothing of the one before may linger.
    move || view! { <Load id=id.get()/> }
}

#[component]
fn Load(id: Option<i64>) -> impl IntoView {
    let page = Resource::new_blocking(move || id, open);
    view! {
        <Suspense fallback=|| view! { <TableSkeleton rows=8/> }>
            {Suspend::new(async move {
                match page.await {
                    Ok(page) => Either::Left(view! { <Editor page/> }),
                    Err(failure) => Either::Right(view! {
                        <Title text="Dataset"/>
                        <ErrorState failure on_retry=move |()| page.refetch()/>
                    }),
                }
            })}
        </Suspense>
    }
}

async fn open(id: Option<i64>) -> Result<DatasetPage, Failure> {
    match id {
        Some(id) => open_dataset(id).await,
        None => Err(Failure::new(ErrorKind::NotFound, "Dataset not found")),
    }
}

#[component]
fn Editor(page: DatasetPage) -> impl IntoView {
    let editing = Editing::provide(page);
    ask_before_leaving(editing);
    let selected = RwSignal::new("columns".to_owned());
    let tabs = [
        ("columns", "Columns"),
        ("calculated", "Calculated columns"),
        ("metrics", "Metrics"),
        ("settings", "Settings"),
        ("preview", "Preview"),
    ];
    let items = tabs.map(|(id, text)| (id.to_owned(), text.to_owned())).into();
    view! {
        <LiveTitle text=move || editing.draft.with(|draft| draft.fields.table_name.clone())/>
        <Heading/>
        <Problems/>
        <LocalTabs label="Parts of the dataset" items selected/>
        <TabPanel id="columns" selected><ColumnsTab/></TabPanel>
        <TabPanel id="calculated" selected><CalculatedTab/></TabPanel>
        <TabPanel id="metrics" selected><MetricsTab/></TabPanel>
        <TabPanel id="settings" selected><SettingsTab/></TabPanel>
        <TabPanel id="preview" selected><PreviewTab/></TabPanel>
        {editing.may_edit().then(|| view! { <SaveBar/> })}
    }
}

#[component]
fn Heading() -> impl IntoView {
    let editing = Editing::current();
    let page = editing.page;
    let place = move || {
        page.with(|page| {
            let schema = page.dataset.fields.schema.clone().filter(|schema| !schema.is_empty());
            let parts = [Some(page.database_name.clone()), schema];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        })
    };
    let is_virtual = move || editing.draft.with(|draft| draft.is_virtual());
    let explore = format!("/explore?dataset_id={}", editing.id);
    let (may_edit, may_delete) = page.with_untracked(|page| (page.may_edit, page.may_delete));
    view! {
        <div class="page__head">
            <h1 class="page__title">{move || editing.draft.with(|draft| draft.fields.table_name.clone())}</h1>
            <Badge tone=Tone::Neutral>{move || if is_virtual() { "SELECT" } else { "Table" }}</Badge>
            <span class="dataset-place">{place}</span>
            <div class="page__actions dataset-actions">
                {may_delete.then(|| view! { <RemoveButton/> })}
                {may_edit.then(|| view! { <SyncButton/> })}
                <ButtonLink href=explore icon=Icon::Chart>"Explore"</ButtonLink>
            </div>
        </div>
        {(!may_edit).then(|| view! {
            <Alert tone=Tone::Neutral>"You may read this dataset, but not change it: its owners and admins may."</Alert>
        })}
    }
}

/// What cannot be used as it is stored, such as an expression that an import brought.
#[component]
fn Problems() -> impl IntoView {
    let page = Editing::current().page;
    move || {
        let problems = page.with(|page| page.problems.clone());
        (!problems.is_empty()).then(|| {
            let lines = problems.into_iter().map(|(_, sentence)| view! { <li>{sentence}</li> });
            view! { <Alert tone=Tone::Warn><ul class="plain-list">{lines.collect_view()}</ul></Alert> }
        })
    }
}
