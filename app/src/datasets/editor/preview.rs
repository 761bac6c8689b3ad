use leptos::prelude::*;

use super::editing::Editing;
use crate::{
    datasets::{api::dataset_rows, preview_table::PreviewTable},
    ui::{Alert, Button, Icon, TableSkeleton, Tone},
};

/// The first rows of the dataset as it is stored.
#[component]
pub fn PreviewTab() -> impl IntoView {
    let editing = Editing::current();
    let ask = Action::new(move |(): &()| dataset_rows(editing.id));
    Effect::new(move |_| {
        ask.dispatch(());
    });
    let answer = ask.value();
    view! {
        <div class="dataset-tools">
            <p class="dataset-tools__text" role="status">
                {move || match &*answer.read() {
                    Some(Ok(answer)) if answer.is_limit_reached => format!("The first {} rows", answer.row_count),
                    Some(Ok(answer)) => format!("{} rows", answer.row_count),
                    Some(Err(_)) | None => String::new(),
                }}
            </p>
            <Button icon=Icon::Refresh busy=ask.pending() on_click=move |()| { ask.dispatch(()); }>"Ask again"</Button>
        </div>
        <Show when=move || editing.is_dirty.get()>
            <Alert tone=Tone::Neutral>"This is the dataset as it is stored, without the changes that are not saved yet."</Alert>
        </Show>
        {move || match answer.get() {
            None => view! { <TableSkeleton rows=8/> }.into_any(),
            Some(Ok(answer)) => view! { <PreviewTable caption="First rows" table=answer.table/> }.into_any(),
            Some(Err(failure)) => view! { <Alert>{failure.message}</Alert> }.into_any(),
        }}
    }
}
