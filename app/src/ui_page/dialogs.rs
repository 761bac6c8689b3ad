use leptos::prelude::*;

use super::{Section, section::Part};
use crate::ui::{
    Alert, Button, ConfirmDialog, Dialog, DialogSize, Drawer, Look, Select, SelectOption, Side, TextField,
};

#[component]
pub fn Dialogs() -> impl IntoView {
    view! {
        <Section id="dialogs" title="Dialogs and drawers">
            <Form/>
            <Others/>
        </Section>
    }
}

#[component]
fn Form() -> impl IntoView {
    let open = RwSignal::new(false);
    let dismissed = RwSignal::new(0);
    let name = RwSignal::new(String::new());
    let place = RwSignal::new(None::<String>);
    let failed = RwSignal::new(false);
    let places = Signal::stored(vec![SelectOption::plain("Sales"), SelectOption::plain("Marketing")]);
    let save = move || failed.set(name.read_untracked().is_empty());
    let footer = move || {
        view! {
            <Button on_click=move |()| open.set(false)>"Cancel"</Button>
            <Button look=Look::Primary on_click=move |()| save()>"Save"</Button>
        }
    };
    view! {
        <Part title="Form">
            <Button on_click=move |()| open.set(true)>"Save chart…"</Button>
            <output class="ui-page__output" aria-label="Dismissed">{move || dismissed.get()}</output>
            <Dialog title="Save chart" open footer on_close=move |()| dismissed.update(|times| *times += 1)>
                <div class="fields">
                    {move || failed.get().then(|| view! { <Alert>"It could not be saved: it has no name."</Alert> })}
                    <TextField label="Chart name" value=name required=true/>
                    <Select label="Dashboard" options=places value=place on_change=move |value| place.set(value)/>
                </div>
            </Dialog>
        </Part>
    }
}

#[component]
fn Others() -> impl IntoView {
    let (asked, large, left, right) =
        (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let deleted = RwSignal::new(false);
    let confirm = Callback::new(move |()| {
        deleted.set(true);
        asked.set(false);
    });
    let lines = || (1..=60).map(|line| view! { <p>"Line " {line}</p> }).collect_view();
    view! {
        <Part title="Others">
            <Button on_click=move |()| asked.set(true)>"Delete…"</Button>
            <Button on_click=move |()| large.set(true)>"Large dialog…"</Button>
            <Button on_click=move |()| left.set(true)>"Left drawer…"</Button>
            <Button on_click=move |()| right.set(true)>"Right drawer…"</Button>
            <output class="ui-page__output" aria-label="Deleted">{move || deleted.get().to_string()}</output>
            <ConfirmDialog title="Delete chart?" open=asked action="Delete chart" on_confirm=confirm>
                <p>"It goes to the trash, and can be restored from there."</p>
            </ConfirmDialog>
            <Dialog title="Long text" open=large size=DialogSize::Large>{lines()}</Dialog>
            <Drawer title="Navigation" open=left side=Side::Start><p>"On the left."</p></Drawer>
            <Drawer title="Details" open=right>{lines()}</Drawer>
        </Part>
    }
}
