use leptos::prelude::*;

use super::{Editing, setting::SettingField, tunnel::TunnelSection};
use crate::ui::{NumberField, RadioGroup, Select, SelectOption, Switch, TextField};

const FORM: &str = "form";
const URI: &str = "uri";

#[component]
pub fn ConnectForm(editing: Editing) -> impl IntoView {
    let is_new = editing.connection.with_untracked(|connection| connection.id.is_none());
    let engine = Memo::new(move |_| editing.connection.read().form.engine.clone());
    let is_uri = Memo::new(move |_| editing.connection.read().is_uri);
    let options = editing.engines.with_value(|engines| {
        engines.iter().map(|it| SelectOption::new(it.engine.clone(), it.name.clone())).collect::<Vec<_>>()
    });
    let name_error = Signal::derive(move || {
        editing.is_refused("database_name").then(|| "Another database is called so, or it is empty.".to_owned())
    });
    view! {
        <div class="connect">
            {is_new.then(|| view! {
                <Select
                    label="Kind of database"
                    options=Signal::stored(options)
                    value=Signal::derive(move || Some(engine.get()))
                    on_change={move |chosen: Option<String>| editing.choose_engine(&chosen.unwrap_or_default())}
                    required=true
                />
            })}
            <TextField
                label="Name"
                hint="How people find it here."
                value=Signal::derive(move || editing.connection.read().name.clone())
                on_input=move |name| editing.change(|connection| connection.name = name)
                error=name_error
                required=true
            />
            <RadioGroup
                label="Where it is"
                options=[(FORM, "Fill in a form"), (URI, "Write a URI")].map(|(value, text)| (value.into(), text.into())).into()
                value=Signal::derive(move || if editing.connection.read().is_uri { URI } else { FORM }.to_owned())
                on_change=move |chosen: String| editing.choose_uri(chosen == URI)
                inline=true
            />
            {move || match is_uri.get() {
                true => view! { <UriField editing/> }.into_any(),
                false => view! { <Settings editing engine/> }.into_any(),
            }}
            <TunnelSection editing/>
            <Options editing/>
        </div>
    }
}

#[component]
fn UriField(editing: Editing) -> impl IntoView {
    let engine = editing.connection.with_untracked(|connection| connection.form.engine.clone());
    let placeholder = editing.engine(&engine).map(|engine| engine.placeholder).unwrap_or_default();
    view! {
        <TextField
            label="URI"
            placeholder
            hint="As SQLAlchemy writes it. A password of XXXXXXXXXX stands for the stored one."
            value=Signal::derive(move || editing.connection.read().form.uri.clone())
            on_input=move |uri: String| editing.change(|connection| connection.form.uri = uri)
            error=editing.uri_error
            required=true
        />
    }
}

#[component]
fn Settings(editing: Editing, engine: Memo<String>) -> impl IntoView {
    move || {
        // The fields are made anew with another kind, not with each letter.
        let settings = editing.engine(&engine.read()).map(|engine| engine.settings).unwrap_or_default();
        settings.into_iter().map(|setting| view! { <SettingField editing setting/> }).collect_view()
    }
}

#[component]
fn Options(editing: Editing) -> impl IntoView {
    let takes_files = Memo::new(move |_| {
        let connection = editing.connection.read();
        editing.engine(&connection.form.engine).is_some_and(|engine| engine.takes_files)
    });
    view! {
        {move || takes_files.get().then(|| view! {
            <Switch
                label="Uploaded files become its tables"
                checked=Signal::derive(move || editing.connection.read().allow_file_upload)
                on_change=move |allow| editing.change(|connection| connection.allow_file_upload = allow)
            />
        })}
        <NumberField
            label="Cache timeout"
            hint="In seconds: so long answers are kept. Empty for the server's own."
            min=-1.0
            step=1.0
            value=Signal::derive(move || editing.connection.read().cache_timeout.map(|seconds| seconds as f64))
            on_change={move |seconds: Option<f64>| {
                editing.change(|connection| connection.cache_timeout = seconds.map(|seconds| seconds as i64));
            }}
        />
    }
}
