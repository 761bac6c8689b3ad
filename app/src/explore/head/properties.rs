use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;
use sx_model::{ExploreChart, ExploreQuestion, UserId, UserSummary};

use crate::{
    Failure,
    explore::{
        api::{Properties, open_explore, possible_chart_owners, save_chart_properties},
        builder::Builder,
        load::load,
    },
    ui::{Alert, Button, Dialog, Look, MultiSelect, NumberField, SelectOption, TextArea, TextField, Toast, use_toasts},
};

/// What is stored about a chart beside its form: saved at once, apart from the form.
#[component]
pub fn PropertiesDialog(open: RwSignal<bool>) -> impl IntoView {
    let builder = Builder::of_page();
    let toasts = use_toasts();
    let [description, certified_by, details] = [(); 3].map(|()| RwSignal::new(String::new()));
    let cache_timeout = RwSignal::new(None::<f64>);
    let owners = RwSignal::new(Vec::<String>::new());
    let (busy, failure) = (RwSignal::new(false), RwSignal::new(None::<String>));
    Effect::new(move |_| {
        let Some(chart) = open.get().then(|| builder.chart.get_untracked()).flatten() else { return };
        description.set(chart.description.clone().unwrap_or_default());
        certified_by.set(chart.certified_by.clone().unwrap_or_default());
        details.set(chart.certification_details.clone().unwrap_or_default());
        cache_timeout.set(chart.cache_timeout.map(|seconds| seconds as f64));
        owners.set(chart.owners.iter().map(|owner| owner.id.to_string()).collect());
        failure.set(None);
    });
    let save = move |()| {
        let Some(chart) = builder.chart.get_untracked() else { return };
        let properties = Properties {
            description: description.get_untracked(),
            certified_by: certified_by.get_untracked(),
            certification_details: details.get_untracked(),
            cache_timeout: cache_timeout.get_untracked().map(|seconds| seconds as i64),
            owners: Some(owners.get_untracked().iter().filter_map(|id| id.parse().ok()).map(UserId).collect()),
        };
        busy.set(true);
        spawn_local(async move {
            let outcome = store(&chart, properties).await;
            _ = busy.try_set(false);
            match outcome {
                Ok(chart) => {
                    builder.chart.set(chart);
                    open.set(false);
                    toasts.show(Toast::good("Saved."));
                }
                Err(error) => failure.set(Some(error.message)),
            }
        });
    };
    let footer = move || {
        view! {
            <Button on_click=move |()| open.set(false)>"Cancel"</Button>
            <Button look=Look::Primary busy on_click=save>"Save"</Button>
        }
    };
    view! {
        <Dialog title="Properties of the chart" open footer>
            <div class="form">
                {move || failure.get().map(|message| view! { <Alert>{message}</Alert> })}
                <TextArea label="Description" value=description/>
                <TextField label="Certified by" value=certified_by/>
                <TextField label="Details of the certification" value=details/>
                <NumberField
                    label="Cache timeout"
                    hint=Some("In seconds; empty is the dataset's own, -1 never keeps an answer.".to_owned())
                    value=cache_timeout
                    on_change=move |seconds| cache_timeout.set(seconds)
                    min=-1.0
                    step=1.0
                />
                <Owners open owners/>
            </div>
        </Dialog>
    }
}

/// Who may change the chart, beside administrators; people are searched on the server.
#[component]
fn Owners(open: RwSignal<bool>, owners: RwSignal<Vec<String>>) -> impl IntoView {
    let builder = Builder::of_page();
    let search = RwSignal::new(String::new());
    let found = load(move || open.get().then(|| search.get()), possible_chart_owners);
    let options = Signal::derive(move || {
        let chart = builder.chart.read();
        // Those that own it have names, too, whatever is searched.
        let known = chart.iter().flat_map(|chart| &chart.owners).map(|owner| (owner.id, full_name(owner)));
        let mut people: Vec<(UserId, String)> = known.collect();
        people.extend(found.get());
        let mut options: Vec<SelectOption> = Vec::new();
        for (id, name) in people {
            if !options.iter().any(|option| option.value == id.to_string()) {
                options.push(SelectOption::new(id.to_string(), name));
            }
        }
        options
    });
    let changed = move |chosen: Vec<String>| owners.set(chosen);
    view! {
        <MultiSelect
            label="Owners"
            options
            values=owners
            on_change=changed
            on_search=move |text| search.set(text)
            loading=found.loading
            hint=Some("They may change and delete the chart.".to_owned())
        />
    }
}

fn full_name(owner: &UserSummary) -> String {
    format!("{} {}", owner.first_name, owner.last_name).trim().to_owned()
}

async fn store(chart: &ExploreChart, properties: Properties) -> Result<Option<Arc<ExploreChart>>, Failure> {
    save_chart_properties(chart.id, properties).await?;
    let question = ExploreQuestion { chart_id: Some(chart.id), ..ExploreQuestion::default() };
    Ok(open_explore(question).await?.chart.map(Arc::new))
}
