use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;
use sx_model::{ExploreChart, ExploreQuestion};

use crate::{
    Failure,
    explore::{
        api::{Properties, open_explore, save_chart_properties},
        builder::Builder,
    },
    ui::{Alert, Button, Dialog, Look, NumberField, TextArea, TextField, Toast, use_toasts},
};

/// What is stored about a chart beside its form: saved at once, apart from the form.
#[component]
pub fn PropertiesDialog(open: RwSignal<bool>) -> impl IntoView {
    let builder = Builder::of_page();
    let toasts = use_toasts();
    let [description, certified_by, details] = [(); 3].map(|()| RwSignal::new(String::new()));
    let cache_timeout = RwSignal::new(None::<f64>);
    let (busy, failure) = (RwSignal::new(false), RwSignal::new(None::<String>));
    Effect::new(move |_| {
        let Some(chart) = open.get().then(|| builder.chart.get_untracked()).flatten() else { return };
        description.set(chart.description.clone().unwrap_or_default());
        certified_by.set(chart.certified_by.clone().unwrap_or_default());
        details.set(chart.certification_details.clone().unwrap_or_default());
        cache_timeout.set(chart.cache_timeout.map(|seconds| seconds as f64));
        failure.set(None);
    });
    let save = move |()| {
        let Some(chart) = builder.chart.get_untracked() else { return };
        let properties = Properties {
            description: description.get_untracked(),
            certified_by: certified_by.get_untracked(),
            certification_details: details.get_untracked(),
            cache_timeout: cache_timeout.get_untracked().map(|seconds| seconds as i64),
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
                <p class="explore__owners">"Owners: " {move || owners(builder)}</p>
            </div>
        </Dialog>
    }
}

fn owners(builder: Builder) -> String {
    let name = |owner: &sx_model::UserSummary| format!("{} {}", owner.first_name, owner.last_name).trim().to_owned();
    let chart = builder.chart.read();
    let names: Vec<String> = chart.iter().flat_map(|chart| &chart.owners).map(name).collect();
    if names.is_empty() { "nobody".to_owned() } else { names.join(", ") }
}

async fn store(chart: &ExploreChart, properties: Properties) -> Result<Option<Arc<ExploreChart>>, Failure> {
    save_chart_properties(chart.id, properties).await?;
    let question = ExploreQuestion { chart_id: Some(chart.id), ..ExploreQuestion::default() };
    Ok(open_explore(question).await?.chart.map(Arc::new))
}
