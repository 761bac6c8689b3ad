use leptos::prelude::*;

use super::save::Saving;
use crate::{
    explore::{
        api::{Onto, Place, choose_place},
        builder::Builder,
        load::load,
    },
    ui::{Alert, Button, Dialog, Look, Select, SelectOption, TextField},
};

/// In place of a dashboard's id: one that is made with the chart.
const NEW: &str = "new";

/// Name, dashboard, tab.
#[component]
pub fn SaveAsDialog(saving: Saving) -> impl IntoView {
    let builder = Builder::of_page();
    let name = RwSignal::new(String::new());
    Effect::new(move |_| {
        if saving.names.get() {
            name.set(suggested(builder));
        }
    });
    let (place, tab) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let title = RwSignal::new(String::new());
    let search = RwSignal::new(String::new());
    let found = load(move || saving.names.get().then(|| search.get()), choose_place);
    let places = Signal::derive(move || found.get());
    let onto = move || match place.get_untracked()?.as_str() {
        NEW => Some(Onto::New { title: title.get_untracked().trim().to_owned() }),
        id => Some(Onto::Dashboard { id: sx_model::DashboardId(id.parse().ok()?), tab: tab.get_untracked() }),
    };
    let lacking = Signal::derive(move || match (name.read().trim().is_empty(), place.get().as_deref()) {
        (true, _) => Some("The chart needs a name.".to_owned()),
        (false, Some(NEW)) if title.read().trim().is_empty() => Some("The dashboard needs a title.".to_owned()),
        _ => None,
    });
    let save = move |opens: bool| {
        if lacking.read_untracked().is_none() {
            saving.save_as(name.get_untracked().trim().to_owned(), onto(), opens);
        }
    };
    let disabled = Signal::derive(move || lacking.read().is_some());
    let footer = move || {
        view! {
            <Button on_click=move |()| saving.names.set(false)>"Cancel"</Button>
            {move || place.read().is_some().then(|| view! {
                <Button busy=saving.busy disabled reason=lacking on_click=move |()| save(true)>
                    "Save and go to dashboard"
                </Button>
            })}
            <Button look=Look::Primary busy=saving.busy disabled reason=lacking on_click=move |()| save(false)>
                "Save"
            </Button>
        }
    };
    view! {
        <Dialog title="Save chart" open=saving.names footer>
            <form
                class="form"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    save(false);
                }
            >
                {move || saving.failure.get().map(|message| view! { <Alert>{message}</Alert> })}
                <TextField label="Name" value=name required=true/>
                <Select
                    label="Add to dashboard"
                    options=Signal::derive(move || options(&places.read()))
                    value=place
                    on_change=move |chosen| {
                        tab.set(None);
                        place.set(chosen);
                    }
                    on_search=move |text| search.set(text)
                    loading=found.loading
                    clearable=true
                    placeholder="None"
                />
                {move || (place.read().as_deref() == Some(NEW)).then(|| view! {
                    <TextField label="Title of the new dashboard" value=title required=true/>
                })}
                {move || {
                    let tabs = tabs(&places.read(), place.read().as_deref());
                    (!tabs.is_empty()).then(|| view! {
                        <Select
                            label="Tab"
                            options=Signal::stored(tabs)
                            value=tab
                            on_change=move |chosen| tab.set(chosen)
                            placeholder="The first one"
                            clearable=true
                        />
                    })
                }}
            </form>
        </Dialog>
    }
}

fn suggested(builder: Builder) -> String {
    let name = builder.name.get_untracked();
    let is_stored = builder.chart.read_untracked().as_ref().is_some_and(|chart| chart.name == name);
    if is_stored { format!("{name} (copy)") } else { name }
}

fn options(places: &[Place]) -> Vec<SelectOption> {
    let known = places.iter().map(|place| {
        let title = if place.title.is_empty() { "Untitled dashboard" } else { &place.title };
        SelectOption::new(place.id.to_string(), title)
    });
    std::iter::once(SelectOption::new(NEW, "New dashboard…")).chain(known).collect()
}

fn tabs(places: &[Place], chosen: Option<&str>) -> Vec<SelectOption> {
    let place = places.iter().find(|place| Some(place.id.to_string().as_str()) == chosen);
    place.map(|place| place.tabs.iter().map(|(id, text)| SelectOption::new(id, text)).collect()).unwrap_or_default()
}
