use std::collections::BTreeSet;

use leptos::{prelude::*, task::spawn_local};
use sx_model::Granted;

use super::{api::set_role_grants, sources::SourceTree};
use crate::ui::{Alert, Button, Icon, IconButton, Look, Toast, Tone, use_toasts};

/// What is ticked; it counts after “Save”.
pub type Ticked = RwSignal<BTreeSet<Granted>>;

#[component]
pub fn Grants(id: i64, name: String, grants: Vec<Granted>, others: Vec<(Granted, String)>) -> impl IntoView {
    let saved: Ticked = RwSignal::new(grants.into_iter().collect());
    let ticked: Ticked = RwSignal::new(saved.get_untracked());
    let (busy, failure) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let toasts = use_toasts();
    let is_same = Signal::derive(move || *ticked.read() == *saved.read());
    let save = Callback::new(move |wanted: BTreeSet<Granted>| {
        busy.set(true);
        failure.set(None);
        let before = saved.get_untracked();
        spawn_local(async move {
            let answer = set_role_grants(id, wanted.into_iter().collect()).await;
            busy.set(false);
            match answer {
                Ok(grants) => {
                    saved.set(grants.into_iter().collect());
                    ticked.set(saved.get_untracked());
                    toasts.show(undoable(before, ticked));
                }
                Err(refused) => failure.set(Some(refused.message)),
            }
        });
    });
    view! {
        <section class="section" aria-labelledby="grants">
            <div class="section__head"><h2 id="grants">"May read"</h2></div>
            {reads_all(&name).then(|| view! {
                <Alert tone=Tone::Neutral>{format!("{name} reads every dataset already: grants add nothing to that.")}</Alert>
            })}
            <p class="page__description section__note">
                "Who may read a dataset may read the charts over it, and the published dashboards that show one of them unless these name roles."
            </p>
            {move || failure.get().map(|text| view! { <Alert>{text}</Alert> })}
            <SourceTree ticked/>
            <Others others ticked/>
            <div class="form__actions">
                <Button disabled=is_same on_click=move |()| ticked.set(saved.get_untracked())>"Discard changes"</Button>
                <Button
                    look=Look::Primary
                    busy
                    disabled=is_same
                    on_click=move |()| save.run(ticked.get_untracked())
                >
                    "Save grants"
                </Button>
            </div>
        </section>
    }
}

/// The step back is a change like any other: it stands there to be saved.
fn undoable(before: BTreeSet<Granted>, ticked: Ticked) -> Toast {
    let undo = Callback::new(move |()| ticked.set(before.clone()));
    Toast::good("The grants were saved.").with_action("Tick as before", undo)
}

fn reads_all(role: &str) -> bool {
    role == "Admin" || role == "Alpha"
}

/// Charts and dashboards that were granted by themselves, by the API or by an import.
#[component]
fn Others(others: Vec<(Granted, String)>, ticked: Ticked) -> impl IntoView {
    let line = move |(granted, title): (Granted, String)| {
        let kind = if matches!(granted, Granted::Chart { .. }) { "Chart" } else { "Dashboard" };
        let label = format!("Take away {title}");
        let stored = StoredValue::new(granted);
        let is_there = move || stored.with_value(|granted| ticked.read().contains(granted));
        let remove = move |()| ticked.update(|ticked| _ = stored.with_value(|granted| ticked.remove(granted)));
        view! {
            <li class="grants__other" hidden=move || !is_there()>
                <span>{kind} " “" {title} "”"</span>
                <IconButton label icon=Icon::Close on_click=remove/>
            </li>
        }
    };
    (!others.is_empty())
        .then(|| view! { <ul class="grants__others">{others.into_iter().map(line).collect_view()}</ul> })
}
