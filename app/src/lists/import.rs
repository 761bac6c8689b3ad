//! A bundle comes in: a ZIP of Sextant's or Superset's. What the server still wants to know, it asks for by refusing.

use std::collections::BTreeMap;

use leptos::{html::Input, prelude::*, task::spawn_local};
use sx_model::Me;

use crate::{
    Failure,
    ui::{Alert, Button, Checkbox, Dialog, Look, TextField, Toast, use_toasts},
};

/// What to send, as far as it was asked for.
#[derive(Clone, Copy)]
struct Form {
    file: NodeRef<Input>,
    /// Files of databases whose passwords are missing, with what was typed for them.
    passwords: RwSignal<BTreeMap<String, String>>,
    overwrite: RwSignal<bool>,
    failure: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
}

/// Why a bundle was refused.
#[derive(Debug, Default)]
pub(super) struct Refusal {
    pub message: String,
    /// Files of databases that need a password.
    pub passwords: Vec<String>,
}

#[component]
pub fn ImportDialog(open: RwSignal<bool>, #[prop(into)] on_imported: Callback<()>) -> impl IntoView {
    let form = Form {
        file: NodeRef::new(),
        passwords: RwSignal::new(BTreeMap::new()),
        overwrite: RwSignal::new(false),
        failure: RwSignal::new(None),
        busy: RwSignal::new(false),
    };
    let toasts = use_toasts();
    let csrf_token = use_context::<Me>().map(|me| me.csrf_token).unwrap_or_default();
    let send = Callback::new(move |()| {
        let csrf_token = csrf_token.clone();
        form.busy.set(true);
        spawn_local(async move {
            match post(form, &csrf_token).await {
                Ok(()) => {
                    open.set(false);
                    form.passwords.update(BTreeMap::clear);
                    form.failure.set(None);
                    toasts.show(Toast::good("Imported."));
                    on_imported.run(());
                }
                Err(refusal) => form.ask(refusal),
            }
            form.busy.set(false);
        });
    });
    let footer = move || {
        view! {
            <Button on_click=move |()| open.set(false)>"Cancel"</Button>
            <Button look=Look::Primary busy=form.busy on_click=send>"Import"</Button>
        }
    };
    view! { <Dialog title="Import" open footer><Fields form/></Dialog> }
}

#[component]
fn Fields(form: Form) -> impl IntoView {
    let files = Memo::new(move |_| form.passwords.read().keys().cloned().collect::<Vec<_>>());
    view! {
        <p>"A ZIP file that Sextant or Superset exported: dashboards, charts, datasets and databases."</p>
        <label class="field import__file">
            <span class="field__label">"File"</span>
            <input class="field__input" type="file" accept=".zip,application/zip" node_ref=form.file/>
        </label>
        <For each=move || files.get() key=Clone::clone let(file)>
            <Password file form/>
        </For>
        <Checkbox
            label="Replace what is here already"
            hint=Some("Without it, dashboards that are here already are refused, and other things stay as they are.".to_owned())
            checked=form.overwrite
            on_change=move |overwrite| form.overwrite.set(overwrite)
        />
        {move || form.failure.get().map(|failure| view! { <Alert>{failure}</Alert> })}
    }
}

#[component]
fn Password(file: String, form: Form) -> impl IntoView {
    let name = file.trim_start_matches("databases/").trim_end_matches(".yaml").to_owned();
    let typed = move |password: String| {
        form.passwords.update(|passwords| _ = passwords.insert(file.clone(), password));
    };
    view! {
        <TextField
            label=format!("Password of the database “{name}”")
            kind="password"
            autocomplete="off"
            on_input=Callback::new(typed)
        />
    }
}

impl Form {
    fn ask(self, refusal: Refusal) {
        self.passwords.update(|passwords| {
            for file in refusal.passwords {
                passwords.entry(file).or_default();
            }
        });
        self.failure.set(Some(refusal.message));
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self { message: failure.message, passwords: Vec::new() }
    }
}

#[cfg(feature = "hydrate")]
use browser::post;

/// The server has no file to choose.
#[cfg(not(feature = "hydrate"))]
async fn post(_: Form, _: &str) -> Result<(), Refusal> {
    Err(Failure::unreachable().into())
}

/// Reads the API's error: file → what is wrong with it.
#[cfg(any(feature = "hydrate", test))]
fn refusal(body: &str) -> Option<Refusal> {
    use serde_json::Value;

    let body: Value = serde_json::from_str(body).ok()?;
    let message = body["message"].as_str()?.to_owned();
    let extra = body["errors"][0]["extra"].as_object();
    let faults = extra.into_iter().flatten().filter(|(file, _)| file.ends_with(".yaml"));
    let (passwords, others): (Vec<_>, Vec<_>) = faults.partition(|(_, fault)| fault.to_string().contains("password"));
    let text = |fault: &Value| fault.as_str().map_or_else(|| fault.to_string(), str::to_owned);
    let others: Vec<_> = others
        .into_iter()
        .map(|(file, fault)| match text(fault) {
            text if text.contains("already exists") => format!("{file}: it is here already."),
            text => format!("{file}: {text}"),
        })
        .collect();
    let message = match (others.is_empty(), passwords.is_empty()) {
        (false, _) => format!("Nothing was imported. {}", others.join(" ")),
        (true, false) => "The bundle has no passwords in it. Give those of its databases.".to_owned(),
        (true, true) => message,
    };
    Some(Refusal { message, passwords: passwords.into_iter().map(|(file, _)| file.clone()).collect() })
}

#[cfg(feature = "hydrate")]
mod browser {
    use gloo_net::http::Request;
    use leptos::prelude::*;
    use sx_model::ErrorKind;
    use web_sys::FormData;

    use super::{Form, Refusal, refusal};
    use crate::Failure;

    pub async fn post(form: Form, csrf_token: &str) -> Result<(), Refusal> {
        let body = body(form)?;
        let request = Request::post("/api/v1/assets/import/").header("X-CSRFToken", csrf_token);
        let answer = request.body(body).map_err(|_| Failure::unreachable())?.send().await;
        let answer = answer.map_err(|_| Failure::unreachable())?;
        if answer.ok() {
            return Ok(());
        }
        let text = answer.text().await.unwrap_or_default();
        Err(refusal(&text).unwrap_or_else(|| Failure::of_status(answer.status()).into()))
    }

    fn body(form: Form) -> Result<FormData, Failure> {
        let file = form.file.get_untracked().and_then(|input| input.files()).and_then(|files| files.get(0));
        let file = file.ok_or_else(|| Failure::new(ErrorKind::Invalid, "Choose a file first."))?;
        let passwords = serde_json::to_string(&form.passwords.get_untracked()).unwrap_or_default();
        let overwrite = if form.overwrite.get_untracked() { "true" } else { "false" };
        let fill = || {
            let data = FormData::new()?;
            data.append_with_blob_and_filename("formData", &file, &file.name())?;
            data.append_with_str("passwords", &passwords)?;
            data.append_with_str("overwrite", overwrite)?;
            Ok(data)
        };
        fill().map_err(|_: wasm_bindgen::JsValue| Failure::new(ErrorKind::Invalid, "The file could not be read."))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refused(extra: serde_json::Value) -> Refusal {
        let body = json!({ "message": "Error importing dashboard", "errors": [{ "extra": extra }] });
        refusal(&body.to_string()).unwrap()
    }

    #[test]
    fn what_is_missing_is_asked_for_and_what_is_wrong_is_told() {
        let asks = refused(json!({ "databases/a.yaml": { "_schema": ["Must provide a password for the database"] },
                                   "issue_codes": [] }));
        assert_eq!(asks.passwords, ["databases/a.yaml"]);
        assert_eq!(asks.message, "The bundle has no passwords in it. Give those of its databases.");
        let there =
            refused(json!({ "dashboards/x.yaml": "Dashboard already exists and `overwrite=true` was not passed" }));
        assert_eq!(there.message, "Nothing was imported. dashboards/x.yaml: it is here already.");
        assert_eq!(refused(json!({})).message, "Error importing dashboard");
        assert!(refusal("nonsense").is_none());
    }
}
