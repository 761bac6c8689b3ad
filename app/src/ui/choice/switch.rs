use leptos::prelude::*;

use super::checkbox::Tick;
use crate::ui::classes::classes;

/// Something that is on or off, and changes at once.
#[component]
pub fn Switch(
    #[prop(optional, into)] class: String,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] checked: Signal<bool>,
    #[prop(into)] on_change: Callback<bool>,
    #[prop(optional)] hide_label: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
) -> impl IntoView {
    let class = classes("check check--switch", &class);
    view! { <Tick class role=Some("switch") label checked on_change hide_label disabled hint/> }
}
