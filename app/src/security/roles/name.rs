use leptos::{prelude::*, task::spawn_local};

use super::api::{create_role, rename_role};
use crate::{
    security::outcome::{Faults, Outcome},
    ui::{Alert, Button, Dialog, DialogSize, Look, TextField},
};

/// Names a new role, or (`role` is its id and name) renames one.
#[component]
pub fn NameDialog(
    open: RwSignal<bool>,
    role: Option<(i64, String)>,
    #[prop(into)] on_saved: Callback<i64>,
) -> impl IntoView {
    let id = role.as_ref().map(|(id, _)| *id);
    let name = RwSignal::new(role.map(|(_, name)| name).unwrap_or_default());
    let (faults, failure, busy) = (Faults::new(), RwSignal::new(None::<String>), RwSignal::new(false));
    let save = move || {
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let answer = match id {
                Some(id) => rename_role(id, name.get_untracked()).await,
                None => create_role(name.get_untracked()).await,
            };
            busy.set(false);
            match answer {
                Ok(Outcome::Done(id)) => {
                    open.set(false);
                    on_saved.run(id);
                }
                Ok(Outcome::Refused(wrong)) => faults.set(wrong),
                Err(refused) => failure.set(Some(refused.message)),
            }
        });
    };
    view! {
        <Dialog title=if id.is_some() { "Rename role" } else { "New role" } open size=DialogSize::Small>
            <form class="form" novalidate on:submit=move |event| { event.prevent_default(); save() }>
                {move || failure.get().map(|text| view! { <Alert>{text}</Alert> })}
                <TextField label="Name" value=name required=true error=faults.of("name")/>
                <div class="form__actions">
                    <Button on_click=move |()| open.set(false)>"Cancel"</Button>
                    <Button submit=true look=Look::Primary busy>
                        {if id.is_some() { "Rename" } else { "Add role" }}
                    </Button>
                </div>
            </form>
        </Dialog>
    }
}
