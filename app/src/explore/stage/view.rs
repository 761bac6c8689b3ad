use leptos::prelude::*;

use super::{banner::Banner, canvas::Canvas, results::Results, samples::Samples, sql::SqlText, status::StatusLine};
use crate::{
    dashboard::FirstPaint,
    explore::asking::Asking,
    ui::{Button, Icon, LocalTabs, Look, SplitDirection, SplitPane, TabPanel},
};

const RESULTS: &str = "explore-results";
const SAMPLES: &str = "explore-samples";
const SQL: &str = "explore-sql";

/// The chart, and below it what it is made from.
#[component]
pub fn Stage(first: FirstPaint) -> impl IntoView {
    let first = StoredValue::new(first);
    let above = move || {
        view! {
            <section class="stage" aria-label="Chart">
                <div class="stage__bar">
                    <RunButton/>
                    <StatusLine/>
                </div>
                <Banner/>
                <Canvas first=first.get_value()/>
            </section>
        }
    };
    view! {
        <SplitPane
            label="Size of the chart"
            storage_key="explore-stage"
            direction=SplitDirection::Rows
            initial=68
            first=above
            second=|| view! { <Panes/> }
        />
    }
}

/// Run and Stop are one place: what is under way can be given up where it was begun.
#[component]
fn RunButton() -> impl IntoView {
    let asking = Asking::of_page();
    let is_running = asking.is_running();
    let is_stale = asking.is_stale();
    let builder = crate::explore::builder::Builder::of_page();
    let lacking = Signal::derive(move || builder.question.get().err());
    let disabled = Signal::derive(move || lacking.read().is_some());
    move || {
        if is_running.get() {
            return view! { <Button icon=Icon::Stop on_click=move |()| asking.stop()>"Stop"</Button> }.into_any();
        }
        let look = if is_stale.get() { Look::Primary } else { Look::Plain };
        view! {
            <Button look icon=Icon::Play disabled reason=lacking on_click=move |()| asking.run(false)>"Run"</Button>
        }
        .into_any()
    }
}

#[component]
fn Panes() -> impl IntoView {
    let selected = RwSignal::new(RESULTS.to_owned());
    let items = [(RESULTS, "Results"), (SAMPLES, "Samples"), (SQL, "SQL")];
    let items = items.map(|(id, text)| (id.to_owned(), text.to_owned())).to_vec();
    view! {
        <section class="panes" aria-label="Data of the chart">
            <LocalTabs label="Data of the chart" items selected/>
            <TabPanel id=RESULTS selected><Results/></TabPanel>
            <TabPanel id=SAMPLES selected><Samples/></TabPanel>
            <TabPanel id=SQL selected><SqlText/></TabPanel>
        </section>
    }
}
