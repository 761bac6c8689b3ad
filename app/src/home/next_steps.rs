//! What to do next, as far as the reader may. The words of each step stand once, in `step`.

use leptos::prelude::*;
use sx_model::Me;

use crate::ui::{EmptyState, Icon, Step};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Connect,
    Upload,
    Dataset,
    Chart,
    Import,
    Examples,
}

/// In place of dashboards while there are none.
#[component]
pub fn FirstSteps() -> impl IntoView {
    let steps = allowed(&[Next::Connect, Next::Upload, Next::Import, Next::Examples]);
    let sentence = if steps.is_empty() {
        "A dashboard is listed here as soon as it is shared with you."
    } else {
        "Make the first from data of yours, bring those of your Superset, or start with the examples."
    };
    view! {
        <EmptyState icon=Icon::Dashboard title="No dashboards yet" level=2>
            <p>{sentence}</p>
            {(!steps.is_empty()).then(|| view! { <ul class="steps">{steps.into_iter().map(step).collect_view()}</ul> })}
        </EmptyState>
    }
}

#[component]
pub fn NextSteps() -> impl IntoView {
    let steps = allowed(&[Next::Chart, Next::Dataset, Next::Upload, Next::Connect, Next::Import]);
    view! {
        <section class="section" aria-labelledby="next">
            <div class="section__head"><h2 id="next">"What to do next"</h2></div>
            <ul class="steps">{steps.into_iter().map(step).collect_view()}</ul>
        </section>
    }
}

/// The table of rights, as far as `Me` carries it; the pages themselves ask the server.
fn allowed(steps: &[Next]) -> Vec<Next> {
    let Some(me) = use_context::<Me>() else { return Vec::new() };
    let may = |step: &Next| match step {
        Next::Chart => true,
        Next::Upload | Next::Dataset => me.may_see_databases,
        Next::Connect | Next::Import | Next::Examples => me.is_admin,
    };
    steps.iter().copied().filter(may).collect()
}

fn step(step: Next) -> AnyView {
    match step {
        Next::Connect => view! {
            <Step icon=Icon::Database title="Connect a database" href="/databases">
                "PostgreSQL, or a folder of files in the embedded engine. The connection is tested before it is kept."
            </Step>
        }
        .into_any(),
        Next::Upload => view! {
            <Step icon=Icon::Upload title="Upload a file" href="/upload">
                "CSV, Parquet, JSON or Excel becomes a table; you see its types and its bad rows first."
            </Step>
        }
        .into_any(),
        Next::Dataset => view! {
            <Step icon=Icon::Table title="Describe a dataset" href="/datasets/new">
                "From a table or a SELECT: labels, calculated columns, metrics that all charts share."
            </Step>
        }
        .into_any(),
        Next::Chart => view! {
            <Step icon=Icon::Chart title="Build a chart" href="/explore">
                "Drag columns and metrics of a dataset to where they are to be drawn."
            </Step>
        }
        .into_any(),
        Next::Import => view! {
            <Step icon=Icon::Import title="Import a dashboard" href="/dashboards">
                "Takes the ZIP that Superset exports, with its charts, datasets and databases."
            </Step>
        }
        .into_any(),
        Next::Examples => view! {
            <Step icon=Icon::Sparkle title="Load the examples" command="sextant load-examples">
                "Three dashboards over public data in the embedded engine, with every kind of chart. One command on the server."
            </Step>
        }
        .into_any(),
    }
}
