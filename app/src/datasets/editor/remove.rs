use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::editing::Editing;
use crate::{
    datasets::api::{Choice, Usage, dataset_usage},
    lists::{ListKind, trash},
    ui::{Alert, Button, ConfirmDialog, Icon, Look, use_toasts},
};

/// Says what shows the dataset before it goes to the trash.
#[component]
pub fn RemoveButton() -> impl IntoView {
    let editing = Editing::current();
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let open = RwSignal::new(false);
    let usage = Action::new(move |(): &()| dataset_usage(editing.id));
    let (busy, refused) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let start = move |()| {
        usage.dispatch(());
        open.set(true);
    };
    let remove = move |()| {
        let navigate = navigate.clone();
        let name = editing.page.with_untracked(|page| format!("“{}”", page.dataset.fields.table_name));
        let back = {
            let navigate = navigate.clone();
            move || navigate(&format!("/dataset/{}", editing.id), NavigateOptions::default())
        };
        busy.set(true);
        refused.set(None);
        spawn_local(async move {
            match trash(toasts, ListKind::Dataset, vec![editing.id], &name, back).await {
                Ok(()) => {
                    editing.discard();
                    navigate("/datasets", NavigateOptions::default());
                }
                Err(failure) => {
                    _ = refused.try_set(Some(failure.message));
                    _ = busy.try_set(false);
                }
            }
        });
    };
    view! {
        <Button look=Look::Quiet icon=Icon::Trash on_click=start>"Delete"</Button>
        <ConfirmDialog
            title="Delete this dataset?"
            open
            action="Move to trash"
            busy
            on_confirm=remove
        >
            {move || match usage.value().get() {
                None => view! { <p role="status">"Looking for what uses it…"</p> }.into_any(),
                Some(Err(failure)) => view! { <Alert>{failure.message}</Alert> }.into_any(),
                Some(Ok(usage)) => view! { <Dependents usage/> }.into_any(),
            }}
            {move || refused.get().map(|sentence| view! { <Alert>{sentence}</Alert> })}
        </ConfirmDialog>
    }
}

#[component]
fn Dependents(usage: Usage) -> impl IntoView {
    let Usage { chart_count, charts, dashboard_count, dashboards } = usage;
    if chart_count == 0 {
        return view! { <p>"No chart uses it. It can be restored from the trash."</p> }.into_any();
    }
    let noun = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    let told = match dashboard_count {
        0 => format!("{} will show no data.", noun(chart_count, "chart")),
        count => format!("{} on {} will show no data.", noun(chart_count, "chart"), noun(count, "dashboard")),
    };
    view! {
        <p>{told} " It can be restored from the trash."</p>
        <Names title="Charts" count=chart_count names=charts href="/explore?slice_id="/>
        <Names title="Dashboards" count=dashboard_count names=dashboards href="/dashboard/"/>
    }
    .into_any()
}

/// Those that the caller may not see are only counted.
#[component]
fn Names(title: &'static str, count: usize, names: Vec<Choice>, href: &'static str) -> impl IntoView {
    let hidden = count.saturating_sub(names.len());
    let lines = names.into_iter().map(|it| {
        view! { <li><a href=format!("{href}{}", it.value) target="_blank">{it.label}</a></li> }
    });
    (count > 0).then(|| {
        view! {
            <section class="sync-group">
                <h3 class="sync-group__title">{title}</h3>
                <ul class="sync-group__names">
                    {lines.collect_view()}
                    {(hidden > 0).then(|| view! { <li>{format!("and {hidden} that you may not see")}</li> })}
                </ul>
            </section>
        }
    })
}
