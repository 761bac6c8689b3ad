use leptos::prelude::*;

use crate::ui::{EmptyState, Icon, Step};

/// In place of dashboards while there are none.
#[component]
pub fn FirstSteps() -> impl IntoView {
    view! {
        <EmptyState icon=Icon::Dashboard title="No dashboards yet" level=2>
            <p>"Bring the dashboards of your Superset, or start with the examples. Both take one command on the server."</p>
            <ul class="steps">
                <ImportStep/>
                <ExamplesStep/>
            </ul>
        </EmptyState>
    }
}

#[component]
pub fn NextSteps() -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="next">
            <div class="section__head"><h2 id="next">"What to do next"</h2></div>
            <ul class="steps">
                <ImportStep/>
                <ConnectStep/>
            </ul>
        </section>
    }
}

#[component]
fn ImportStep() -> impl IntoView {
    view! {
        <Step icon=Icon::Import title="Import a dashboard" command="sextant import dashboard.zip">
            "Takes the ZIP that Superset exports, with its charts, datasets and databases."
        </Step>
    }
}

#[component]
fn ExamplesStep() -> impl IntoView {
    view! {
        <Step icon=Icon::Sparkle title="Load the examples" command="sextant load-examples">
            "Three dashboards over public data in the embedded engine, with every kind of chart."
        </Step>
    }
}

#[component]
fn ConnectStep() -> impl IntoView {
    view! {
        <Step icon=Icon::Database title="Point an imported database at yours" command="sextant set-database-uri NAME URI">
            "An import brings a connection without its password; this gives it one."
        </Step>
    }
}
