use leptos::prelude::*;
use sx_model::{SyncPreview, SyncSummary};

use super::editing::Editing;
use crate::{
    datasets::api::sync_dataset,
    ui::{Alert, Button, Dialog, Icon, Look},
};

/// Asks the source for its columns and shows what would change; nothing is saved until the dataset is.
#[component]
pub fn SyncButton() -> impl IntoView {
    let editing = Editing::current();
    let open = RwSignal::new(false);
    let ask = Action::new(move |(): &()| {
        let sql = editing.draft.with_untracked(|draft| draft.fields.sql.clone().filter(|_| draft.is_virtual()));
        sync_dataset(editing.id, sql)
    });
    let start = move |()| {
        ask.dispatch(());
        open.set(true);
    };
    let take = move |()| {
        if let Some(Ok(sync)) = ask.value().get_untracked() {
            editing.edit("sync", |draft| draft.take_sync(sync));
        }
        open.set(false);
    };
    let has_change = Signal::derive(move || {
        !ask.pending().get() && matches!(&*ask.value().read(), Some(Ok(sync)) if !sync.summary.is_empty())
    });
    let footer = move || {
        view! {
            <Button on_click=move |()| open.set(false)>"Cancel"</Button>
            <Button look=Look::Primary disabled=Signal::derive(move || !has_change.get()) on_click=take>
                "Take these changes"
            </Button>
        }
    };
    view! {
        <Button icon=Icon::Refresh on_click=start>"Sync columns"</Button>
        <Dialog title="Sync columns" open footer>
            {move || match (ask.pending().get(), ask.value().get()) {
                (true, _) | (_, None) => view! { <p role="status">"Reading the columns of the source…"</p> }.into_any(),
                (_, Some(Err(failure))) => view! { <Alert>{failure.message}</Alert> }.into_any(),
                (_, Some(Ok(sync))) => view! { <Summary sync/> }.into_any(),
            }}
        </Dialog>
    }
}

#[component]
fn Summary(sync: SyncPreview) -> impl IntoView {
    let SyncSummary { added, changed, removed } = sync.summary.clone();
    let group = |title: &'static str, names: Vec<String>| {
        (!names.is_empty()).then(|| {
            view! {
                <section class="sync-group">
                    <h3 class="sync-group__title">{format!("{title} ({})", names.len())}</h3>
                    <ul class="sync-group__names">{names.into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}</ul>
                </section>
            }
        })
    };
    view! {
        <p>{summary_text(&sync.summary)}</p>
        {group("New", added)}
        {group("Of another type", changed)}
        {group("Gone", removed)}
        <p class="field__hint">"Nothing is stored until you save the dataset. Calculated columns stay."</p>
    }
}

/// “2 columns are new, 1 has another type, 1 is gone.”
pub fn summary_text(summary: &SyncSummary) -> String {
    let parts = [
        (summary.added.len(), "is new", "are new"),
        (summary.changed.len(), "has another type", "have another type"),
        (summary.removed.len(), "is gone", "are gone"),
    ];
    let told: Vec<String> = parts
        .into_iter()
        .filter(|(count, _, _)| *count > 0)
        .map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many }))
        .collect();
    if told.is_empty() { "The columns are as they were.".to_owned() } else { format!("Columns: {}.", told.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_reads_as_a_sentence() {
        assert_eq!(summary_text(&SyncSummary::default()), "The columns are as they were.");
        let summary =
            SyncSummary { added: vec!["a".into(), "b".into()], changed: Vec::new(), removed: vec!["c".into()] };
        assert_eq!(summary_text(&summary), "Columns: 2 are new, 1 is gone.");
    }
}
