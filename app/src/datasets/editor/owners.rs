use leptos::prelude::*;

use super::editing::Editing;
use crate::{
    datasets::api::find_dataset_owners,
    ui::{MultiSelect, SelectOption},
};

/// Who may change the dataset; people are searched on the server.
#[component]
pub fn Owners() -> impl IntoView {
    let editing = Editing::current();
    let search = Action::new(|text: &String| find_dataset_owners(text.clone()));
    Effect::new(move |_| {
        search.dispatch(String::new());
    });
    let failed = Signal::derive(move || match &*search.value().read() {
        Some(Err(failure)) => Some(failure.message.clone()),
        Some(Ok(_)) | None => None,
    });
    // Those that are chosen have names, too, whatever was searched last.
    let options = Memo::new(move |_| {
        let mut options: Vec<SelectOption> = editing
            .draft
            .with(|draft| draft.owners.iter().map(|(id, name)| SelectOption::new(id.to_string(), name)).collect());
        if let Some(Ok(people)) = &*search.value().read() {
            let new = people.iter().filter(|person| !options.iter().any(|option| option.value == person.value));
            let new: Vec<_> = new.map(|person| SelectOption::new(&person.value, &person.label)).collect();
            options.extend(new);
        }
        options
    });
    let values = Signal::derive(move || {
        editing.draft.with(|draft| draft.owners.iter().map(|(id, _)| id.to_string()).collect::<Vec<_>>())
    });
    let change = move |values: Vec<String>| {
        let options = options.get_untracked();
        let owner = |value: &String| {
            let label = options.iter().find(|option| option.value == *value).map(|option| option.label.clone());
            Some((value.parse().ok()?, label.unwrap_or_else(|| value.clone())))
        };
        let owners = values.iter().filter_map(owner).collect();
        editing.edit("owners", |draft| draft.owners = owners);
    };
    view! {
        <MultiSelect
            label="Owners"
            options
            values
            on_change=change
            on_search=move |text: String| { search.dispatch(text); }
            loading=search.pending()
            hint="They may change and delete it.".to_owned()
            error=failed
            disabled=!editing.may_edit()
        />
    }
}
