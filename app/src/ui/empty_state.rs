use leptos::prelude::*;

use super::{Icon, IconView};

/// Nothing to show, why, and what to do about it. `level` is that of the heading.
#[component]
pub fn EmptyState(icon: Icon, #[prop(into)] title: String, level: u8, children: Children) -> impl IntoView {
    let heading = if level == 1 {
        view! { <h1 class="empty-state__title">{title}</h1> }.into_any()
    } else {
        view! { <h2 class="empty-state__title">{title}</h2> }.into_any()
    };
    view! {
        <div class="empty-state">
            <span class="empty-state__icon"><IconView icon/></span>
            {heading}
            {children()}
        </div>
    }
}
