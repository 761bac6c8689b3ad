use leptos::prelude::*;

use super::Editing;
use crate::{
    databases::tunnel::{MASK, Tunnel},
    ui::{NumberField, RadioGroup, Switch, TextArea, TextField},
};

const PASSWORD: &str = "password";
const KEY: &str = "private_key";

/// Asked of databases that have a host: through which SSH server it is reached.
#[component]
pub fn TunnelSection(editing: Editing) -> impl IntoView {
    let takes_tunnels = Memo::new(move |_| {
        let connection = editing.connection.read();
        editing.engine(&connection.form.engine).is_some_and(|engine| engine.takes_tunnels)
    });
    let has_tunnel = Memo::new(move |_| editing.connection.read().tunnel.is_some());
    let turn = move |on: bool| {
        editing.change(|connection| {
            connection.tunnel = on.then(|| Tunnel { server_port: Some(22), ..Tunnel::default() });
        });
    };
    view! {
        {move || takes_tunnels.get().then(|| view! {
            <Switch
                label="SSH tunnel"
                hint="Reach the database through an SSH server. Its host and port are then those that this server sees."
                checked=has_tunnel
                on_change=turn
            />
            {move || has_tunnel.get().then(|| view! { <TunnelFields editing/> })}
        })}
    }
}

#[component]
fn TunnelFields(editing: Editing) -> impl IntoView {
    let by_key = Memo::new(move |_| read(editing, |tunnel| tunnel.by_key));
    let set_port = move |port: Option<f64>| {
        change(editing, |tunnel| tunnel.server_port = port.map(|port| port as u16));
    };
    view! {
        <div class="connect__tunnel" role="group" aria-label="SSH tunnel">
            <TextField
                label="SSH server"
                hint="Name or address."
                value=text(editing, |tunnel| tunnel.server_address.clone())
                on_input=set(editing, |tunnel, text| tunnel.server_address = text)
                error=refusal(editing, "server_address")
                required=true
            />
            <NumberField
                label="SSH port"
                min=1.0
                max=65_535.0
                step=1.0
                value=Signal::derive(move || read(editing, |tunnel| tunnel.server_port.map(f64::from)))
                on_change=set_port
                error=refusal(editing, "server_port")
                required=true
            />
            <TextField
                label="SSH user"
                value=text(editing, |tunnel| tunnel.username.clone())
                on_input=set(editing, |tunnel, text| tunnel.username = text)
                error=refusal(editing, "username")
                required=true
            />
            <RadioGroup
                label="Sign in there with"
                options=[(PASSWORD, "A password"), (KEY, "A private key")].map(|(value, text)| (value.into(), text.into())).into()
                value=Signal::derive(move || if by_key.get() { KEY } else { PASSWORD }.to_owned())
                on_change=move |chosen: String| change(editing, |tunnel| tunnel.by_key = chosen == KEY)
                inline=true
            />
            {move || match by_key.get() {
                true => view! { <KeyFields editing/> }.into_any(),
                false => view! { <PasswordField editing/> }.into_any(),
            }}
            <TextField
                label="Host key fingerprint"
                hint="SHA256:… as ssh-keygen -lf prints it. Another key is refused then; when this is empty, any key is taken."
                value=text(editing, |tunnel| tunnel.host_key.clone())
                on_input=set(editing, |tunnel, text| tunnel.host_key = text)
                error=refusal(editing, "host_key")
            />
        </div>
    }
}

#[component]
fn PasswordField(editing: Editing) -> impl IntoView {
    let value = text(editing, |tunnel| tunnel.password.clone());
    view! {
        <TextField
            label="SSH password"
            kind="password"
            autocomplete="new-password"
            value
            on_input=set(editing, |tunnel, text| tunnel.password = text)
            hint=kept(value, "")
            error=refusal(editing, "password")
            required=true
        />
    }
}

#[component]
fn KeyFields(editing: Editing) -> impl IntoView {
    let key = text(editing, |tunnel| tunnel.private_key.clone());
    let passphrase = text(editing, |tunnel| tunnel.private_key_password.clone());
    view! {
        <TextArea
            label="Private key"
            monospace=true
            rows=4
            value=key
            on_input=set(editing, |tunnel, text| tunnel.private_key = text)
            hint=kept(key, "The whole file, with its first and last line.")
            error=refusal(editing, "private_key")
            required=true
        />
        <TextField
            label="Passphrase"
            kind="password"
            autocomplete="new-password"
            value=passphrase
            on_input=set(editing, |tunnel, text| tunnel.private_key_password = text)
            hint=kept(passphrase, "Empty when the key has none.")
            error=refusal(editing, "private_key_password")
        />
    }
}

/// What a field of a secret says of itself.
fn kept(value: Signal<String>, otherwise: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || match *value.read() == MASK {
        true => Some("The stored one is kept. Write over it to change it.".to_owned()),
        false => Some(otherwise.to_owned()).filter(|text| !text.is_empty()),
    })
}

fn read<T: Default>(editing: Editing, part: impl Fn(&Tunnel) -> T) -> T {
    editing.connection.read().tunnel.as_ref().map(part).unwrap_or_default()
}

fn text(editing: Editing, part: fn(&Tunnel) -> String) -> Signal<String> {
    Signal::derive(move || read(editing, part))
}

fn change(editing: Editing, change: impl FnOnce(&mut Tunnel)) {
    editing.change(|connection| {
        if let Some(tunnel) = &mut connection.tunnel {
            change(tunnel);
        }
    });
}

fn set(editing: Editing, write: fn(&mut Tunnel, String)) -> Callback<String> {
    Callback::new(move |text: String| change(editing, |tunnel| write(tunnel, text)))
}

fn refusal(editing: Editing, field: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || editing.refusal(&format!("ssh_tunnel.{field}")))
}
