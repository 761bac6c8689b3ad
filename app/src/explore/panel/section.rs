use leptos::prelude::*;
use sx_chart::controls::{Control, Input, Section};

use super::{control::ControlView, shelf::ShelfView};
use crate::explore::{builder::Builder, model::shelf_of};

/// Some controls under a heading. It folds; without scripts, too.
#[component]
pub fn SectionView(section: &'static Section) -> impl IntoView {
    let is_open = !matches!(section.label, "Comparison" | "Rolling window");
    let shown = section.controls.iter().filter(|control| control.input != Input::TimeColumns);
    view! {
        <details class="panel-section" open=is_open>
            <summary class="panel-section__title">{section.label}</summary>
            <div class="panel-section__body">
                {shown.map(|control| view! { <Line control/> }).collect_view()}
            </div>
        </details>
    }
}

/// One control, as long as it means anything.
#[component]
fn Line(control: &'static Control) -> impl IntoView {
    let is_shown = Builder::of_page().is_shown(control);
    move || {
        is_shown.get().then(|| match shelf_of(control) {
            Some(shelf) => view! { <ShelfView shelf control/> }.into_any(),
            None => view! { <ControlView control/> }.into_any(),
        })
    }
}
