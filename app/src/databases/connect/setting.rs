use leptos::prelude::*;
use sx_model::{FormSetting, SettingKind};

use super::Editing;
use crate::ui::{NumberField, Select, SelectOption, Switch, TextField};

/// A setting of the connector, asked for as its kind says.
#[component]
pub fn SettingField(editing: Editing, setting: FormSetting) -> impl IntoView {
    let FormSetting { key, label, kind, required, default, help } = setting;
    let value = {
        let key = key.clone();
        Signal::derive(move || editing.connection.read().form.values.get(&key).cloned().unwrap_or_default())
    };
    let set = {
        let key = key.clone();
        Callback::new(move |text: String| editing.set_value(&key, text))
    };
    let error = Signal::derive(move || editing.refusal(&key));
    let hint = Signal::stored(Some(help).filter(|help| !help.is_empty()));
    match kind {
        SettingKind::Select(choices) => {
            let options: Vec<_> = choices.into_iter().map(|(value, label)| SelectOption::new(value, label)).collect();
            let chosen = Signal::derive(move || Some(value.get()).filter(|value| !value.is_empty()));
            let change = move |chosen: Option<String>| set.run(chosen.unwrap_or_else(|| default.clone()));
            view! { <Select label options=Signal::stored(options) value=chosen on_change=change required hint error/> }
                .into_any()
        }
        SettingKind::Number { min, max } => {
            let number = Signal::derive(move || value.get().parse::<f64>().ok());
            let change =
                move |number: Option<f64>| set.run(number.map(|number| number.to_string()).unwrap_or_default());
            view! {
                <NumberField
                    label value=number on_change=change min=f64::from(min) max=f64::from(max) step=1.0 required hint error
                />
            }
            .into_any()
        }
        SettingKind::Switch => {
            let checked = Signal::derive(move || value.get() == "true");
            view! { <Switch label checked on_change=move |on: bool| set.run(on.to_string()) hint/> }.into_any()
        }
        SettingKind::Secret => view! {
            <TextField label kind="password" autocomplete="new-password" value on_input=set required hint error/>
        }
        .into_any(),
        SettingKind::Text | SettingKind::Path => {
            view! { <TextField label value on_input=set required hint error/> }.into_any()
        }
    }
}
