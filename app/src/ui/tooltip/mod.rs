//! What a thing is called or does, next to the pointer or the focus. The page has one tooltip, in `TooltipLayer`; whatever
//! has the attribute `data-tooltip` uses it, so a tooltip costs nothing until it is seen.

mod layer;

pub use layer::TooltipLayer;
use leptos::prelude::*;

use super::classes::classes;

/// Gives a tooltip to what has none of its own. Screen readers hear it as the description of the child that has the focus.
#[component]
pub fn Tooltip(
    #[prop(optional, into)] class: String,
    #[prop(into)] text: Signal<String>,
    children: Children,
) -> impl IntoView {
    view! { <span class=classes("tooltip-target", &class) data-tooltip=move || text.get()>{children()}</span> }
        .into_any()
}
