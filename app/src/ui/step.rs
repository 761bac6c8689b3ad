use leptos::prelude::*;

use super::{Icon, IconView};

/// Something to do next, and the command that does it; an item of a list.
#[component]
pub fn Step(icon: Icon, title: &'static str, command: &'static str, children: Children) -> impl IntoView {
    view! {
        <li class="step">
            <span class="step__icon"><IconView icon/></span>
            <div class="step__body">
                <h3 class="step__title">{title}</h3>
                <p>{children()}</p>
                <code class="step__command">{command}</code>
            </div>
        </li>
    }
}
