use leptos::prelude::*;

use super::save::Saving;
use crate::{
    explore::builder::Builder,
    ui::{Button, Dialog, DialogSize, Look},
};

/// Two people saved the same chart: nothing is lost before somebody decides.
#[component]
pub fn ConflictDialog(saving: Saving) -> impl IntoView {
    let builder = Builder::of_page();
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(saving.conflict.read().is_some()));
    let footer = move || {
        view! {
            <Button on_click=move |()| saving.load_theirs()>"Load theirs"</Button>
            {builder.may_create.then(|| view! {
                <Button on_click=move |()| {
                    saving.conflict.set(None);
                    saving.ask_name();
                }>"Save mine as a new chart"</Button>
            })}
            <Button look=Look::Danger on_click=move |()| saving.overwrite()>"Overwrite theirs"</Button>
        }
    };
    view! {
        <Dialog
            title="Somebody saved this chart meanwhile"
            open
            size=DialogSize::Small
            footer
            on_close=move |()| saving.conflict.set(None)
        >
            <p>{move || saving.conflict.get()}</p>
            <p>"Your own work is still here."</p>
        </Dialog>
    }
}
