use leptos::{prelude::*, task::spawn_local};
use sx_model::DatabaseUsage;

use super::api::{delete_database, find_database_usage};
use crate::{
    Failure,
    ui::{Alert, ConfirmDialog, Toast, use_toasts},
};

/// The database that somebody wants to delete, and what uses it.
#[derive(Clone, Copy)]
pub struct Removing {
    open: RwSignal<bool>,
    target: RwSignal<Option<(i64, String)>>,
    usage: RwSignal<Option<Result<DatabaseUsage, Failure>>>,
    failure: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
}

impl Removing {
    pub fn new() -> Self {
        Self {
            open: RwSignal::new(false),
            target: RwSignal::new(None),
            usage: RwSignal::new(None),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    pub fn ask(self, id: i64, name: String) {
        self.target.set(Some((id, name)));
        self.usage.set(None);
        self.failure.set(None);
        self.open.set(true);
        spawn_local(async move {
            let usage = find_database_usage(id).await;
            // Another may have been asked about meanwhile.
            if self.target.try_with_untracked(|target| target.as_ref().is_some_and(|(now, _)| *now == id)) == Some(true)
            {
                self.usage.set(Some(usage));
            }
        });
    }

    fn is_free(self) -> bool {
        matches!(&*self.usage.read(), Some(Ok(usage)) if usage.datasets.is_empty())
    }
}

#[component]
pub fn RemoveDialog(removing: Removing, on_removed: Callback<()>) -> impl IntoView {
    let toasts = use_toasts();
    let name = move || removing.target.read().as_ref().map(|(_, name)| name.clone()).unwrap_or_default();
    let remove = move |()| {
        let Some((id, name)) = removing.target.get_untracked() else { return };
        removing.busy.set(true);
        spawn_local(async move {
            match delete_database(id).await {
                Ok(()) => {
                    _ = removing.open.try_set(false);
                    toasts.show(Toast::good(format!("Moved “{name}” to the trash")));
                    on_removed.run(());
                }
                Err(failure) => _ = removing.failure.try_set(Some(failure.message)),
            }
            _ = removing.busy.try_set(false);
        });
    };
    view! {
        <ConfirmDialog
            title=Signal::derive(move || format!("Delete “{}”?", name()))
            open=removing.open
            action="Move to trash"
            busy=removing.busy
            disabled=Signal::derive(move || !removing.is_free())
            on_confirm=remove
        >
            {move || match removing.usage.get() {
                None => view! { <p role="status">"Looking for what uses it…"</p> }.into_any(),
                Some(Err(failure)) => view! { <Alert>{failure.message}</Alert> }.into_any(),
                Some(Ok(usage)) => view! { <Uses usage/> }.into_any(),
            }}
            {move || removing.failure.get().map(|failure| view! { <Alert>{failure}</Alert> })}
        </ConfirmDialog>
    }
}

#[component]
fn Uses(usage: DatabaseUsage) -> impl IntoView {
    let DatabaseUsage { datasets, charts, dashboards } = usage;
    if datasets.is_empty() {
        return view! { <p>"Nothing uses it. It can be restored from the trash."</p> }.into_any();
    }
    let lines = datasets.into_iter().map(|(id, name)| {
        view! { <li><a href=format!("/dataset/{id}") target="_blank">{name}</a></li> }
    });
    view! {
        <p>"It cannot be deleted while datasets use it. Delete them first, or move them to another database:"</p>
        <ul class="databases__uses">{lines.collect_view()}</ul>
        {(charts > 0).then(|| view! {
            <p>{format!("{} on {} show them.", counted(charts, "chart"), counted(dashboards, "dashboard"))}</p>
        })}
    }
    .into_any()
}

fn counted(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
