use leptos::prelude::*;
use sx_chart::{controls::Part, kind_or_fallback};

use super::{kinds::KindPicker, section::SectionView};
use crate::{
    explore::builder::Builder,
    ui::{LocalTabs, TabPanel},
};

const DATA: &str = "explore-data";
const LOOK: &str = "explore-look";

/// The kind, and the kind's own controls.
#[component]
pub fn Panel() -> impl IntoView {
    let viz_type = Builder::of_page().viz_type();
    let selected = RwSignal::new(DATA.to_owned());
    let items = vec![(DATA.to_owned(), "Data".to_owned()), (LOOK.to_owned(), "Look".to_owned())];
    view! {
        <section class="panel-pane" aria-label="Settings of the chart">
            <KindPicker/>
            <LocalTabs label="Parts of the settings" items selected/>
            <TabPanel id=DATA selected keep=true><Sections viz_type part=Part::Data/></TabPanel>
            <TabPanel id=LOOK selected keep=true><Sections viz_type part=Part::Look/></TabPanel>
        </section>
    }
}

/// Built anew with the kind only: a change of one control moves no other.
#[component]
fn Sections(viz_type: Memo<String>, part: Part) -> impl IntoView {
    move || {
        let sections = kind_or_fallback(&viz_type.read()).controls().iter().filter(|section| section.part == part);
        let sections: Vec<_> = sections.collect();
        if sections.is_empty() {
            return view! {
                <p class="panel-pane__none">"This kind of chart cannot be edited yet. Choose another kind above."</p>
            }
            .into_any();
        }
        sections.into_iter().map(|section| view! { <SectionView section/> }).collect_view().into_any()
    }
}
