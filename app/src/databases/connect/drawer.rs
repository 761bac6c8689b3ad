use leptos::prelude::*;

use super::{Editing, form::ConnectForm};
use crate::{
    databases::api::Outcome,
    ui::{Alert, Button, Drawer, Look, TableSkeleton, Toast, Tone, use_toasts},
};

/// Connects a database, or changes a connection.
#[component]
pub fn ConnectDrawer(editing: Editing, on_saved: Callback<()>) -> impl IntoView {
    let toasts = use_toasts();
    let is_new = Memo::new(move |_| editing.connection.read().id.is_none());
    let saved = Callback::new(move |name: String| {
        let said = if is_new.get_untracked() { "Connected" } else { "Saved" };
        toasts.show(Toast::good(format!("{said} “{name}”")));
        on_saved.run(());
    });
    let footer = move || {
        view! {
            <Told editing/>
            <div class="connect__buttons">
                <Button busy=editing.testing disabled=editing.loading on_click=move |()| editing.test()>
                    "Test connection"
                </Button>
                <Button look=Look::Primary busy=editing.saving disabled=editing.loading on_click=move |()| editing.save(saved)>
                    {move || if is_new.get() { "Connect" } else { "Save" }}
                </Button>
            </div>
        }
    };
    view! {
        <Drawer
            title=Signal::derive(move || if is_new.get() { "Connect a database" } else { "Edit the connection" }.to_owned())
            open=editing.open
            footer
        >
            {move || match editing.loading.get() {
                true => view! { <TableSkeleton rows=6/> }.into_any(),
                false => view! { <ConnectForm editing/> }.into_any(),
            }}
        </Drawer>
    }
}

/// Which key the SSH server showed. Who compared it with the server's own can have it checked from now on.
#[component]
fn HostKey(editing: Editing, host_key: String) -> impl IntoView {
    let is_unchecked = {
        let tunnel = move || editing.connection.read().tunnel.as_ref().map(|tunnel| tunnel.host_key.is_empty());
        Memo::new(move |_| tunnel().unwrap_or_default())
    };
    let expected = StoredValue::new(host_key.clone());
    view! {
        <p class="connect__host-key">"The SSH server’s key is " <code>{host_key}</code> "."</p>
        {move || is_unchecked.get().then(|| view! {
            <Button on_click=move |()| editing.expect_host_key(expected.get_value())>"Accept only this key"</Button>
        })}
    }
}

/// What became of the last test, beside the button that asked for it.
#[component]
fn Told(editing: Editing) -> impl IntoView {
    view! {
        <div class="connect__told" role="status">
            {move || editing.outcome.get().map(|outcome| match outcome {
                Outcome::Done { ssh_host_key } => view! {
                    <Alert tone=Tone::Good>
                        "The connection works."
                        {ssh_host_key.map(|host_key| view! { <HostKey editing host_key/> })}
                    </Alert>
                }.into_any(),
                Outcome::Refused { message, .. } => view! { <Alert>{message}</Alert> }.into_any(),
            })}
        </div>
    }
}
