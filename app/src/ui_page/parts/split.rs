use leptos::prelude::*;

use super::super::section::{Part, Section};
use crate::ui::{SplitDirection, SplitPane};

#[component]
pub fn SplitSection() -> impl IntoView {
    let text = |words: &'static str| move || view! { <p class="ui-page__pane">{words}</p> };
    let rows = move || {
        view! {
            <SplitPane
                label="Height of the chart"
                direction=SplitDirection::Rows
                min=20
                first=text("Chart")
                second=text("Results")
            />
        }
    };
    view! {
        <Section id="split-pane" title="Split pane">
            <Part title="Columns, with rows in the second">
                <div class="ui-page__split">
                    <SplitPane
                        label="Width of the fields"
                        initial=30
                        storage_key="ui-page"
                        first=text("Fields")
                        second=rows
                    />
                </div>
            </Part>
        </Section>
    }
}
