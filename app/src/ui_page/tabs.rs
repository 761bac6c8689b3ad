use leptos::prelude::*;

use super::{Section, section::Part};
use crate::ui::{LocalTabs, TabPanel, TextField};

#[component]
pub fn TabsSection() -> impl IntoView {
    let selected = RwSignal::new("ui-results".to_owned());
    let items = [("ui-results", "Results"), ("ui-samples", "Samples"), ("ui-sql", "SQL")];
    let items = items.map(|(id, text)| (id.to_owned(), text.to_owned())).to_vec();
    view! {
        <Section id="tabs" title="Tabs">
            <Part title="In the page">
                <div>
                    <LocalTabs label="Panes" items selected/>
                    <TabPanel id="ui-results" selected><p>"Twelve rows."</p></TabPanel>
                    <TabPanel id="ui-samples" selected><p>"A thousand rows."</p></TabPanel>
                    <TabPanel id="ui-sql" selected keep=true><TextField label="Kept text"/></TabPanel>
                </div>
            </Part>
        </Section>
    }
}
