//! What can be dragged onto the dashboard, and the settings of what is selected there.

mod charts;
mod elements;
mod settings;

use leptos::prelude::*;

use self::{charts::Charts, elements::Elements, settings::Settings};
use super::editor::Editor;
use crate::ui::{LocalTabs, TabPanel};

#[component]
pub fn Palette() -> impl IntoView {
    let editor = Editor::of_page();
    let items = [("edit-charts", "Charts"), ("edit-layout", "Layout"), ("edit-selected", "Selected")];
    let items = items.map(|(id, text)| (id.to_owned(), text.to_owned())).into();
    view! {
        <aside class="edit-palette" aria-label="Palette">
            <LocalTabs label="Palette" items selected=editor.panel/>
            <TabPanel id="edit-charts" selected=editor.panel keep=true><Charts/></TabPanel>
            <TabPanel id="edit-layout" selected=editor.panel><Elements/></TabPanel>
            <TabPanel id="edit-selected" selected=editor.panel><Settings/></TabPanel>
        </aside>
    }
    .into_any()
}
