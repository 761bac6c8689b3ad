use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use sx_model::Me;

use super::{
    api::{Targets, upload_targets},
    choose::ChooseFile,
    columns::Columns,
    done::Done,
    options::ReadingOptions,
    problems::Problems,
    state::Upload,
    table::{FirstRows, TableWish},
};
use crate::ui::{Alert, ErrorState, TableSkeleton};

/// `/upload`.
#[component]
pub fn UploadPage() -> impl IntoView {
    let targets = Resource::new(|| (), |()| upload_targets());
    view! {
        <Title text="Upload a file"/>
        <div class="page__head"><h1 class="page__title">"Upload a file"</h1></div>
        <Suspense fallback=|| view! { <TableSkeleton rows=4/> }>
            {Suspend::new(async move {
                match targets.await {
                    Ok(targets) => view! { <Steps targets/> }.into_any(),
                    Err(failure) => view! { <ErrorState failure on_retry=move |()| targets.refetch()/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Steps(targets: Targets) -> impl IntoView {
    let wanted = use_query_map().get_untracked().get_str("database").and_then(|id| id.parse::<i64>().ok());
    let known = |id: &i64| targets.databases.iter().any(|(known, _)| known == id);
    let first = targets.databases.first().map(|(id, _)| *id);
    let csrf_token = use_context::<Me>().map(|me| me.csrf_token).unwrap_or_default();
    let upload = Upload::new(wanted.filter(known).or(first), csrf_token);
    let databases = StoredValue::new(targets.databases);
    let is_ready = Memo::new(move |_| upload.preview.read().is_some());
    view! {
        {move || match upload.done.get() {
            Some(table) => view! { <Done upload table/> }.into_any(),
            None => view! {
                <div class="upload">
                    <ChooseFile upload most_megabytes=targets.most_megabytes/>
                    {move || is_ready.get().then(|| view! {
                        <ReadingOptions upload/>
                        <Columns upload/>
                        <FirstRows upload/>
                    })}
                    <Problems upload/>
                    {move || upload.failure.get().map(|failure| view! { <Alert>{failure}</Alert> })}
                    {move || is_ready.get().then(|| view! { <TableWish upload databases=databases.get_value()/> })}
                </div>
            }
            .into_any(),
        }}
    }
}
