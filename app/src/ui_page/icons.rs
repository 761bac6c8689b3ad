use leptos::prelude::*;

use super::Section;
use crate::ui::{Icon, IconView};

#[component]
pub fn Icons() -> impl IntoView {
    let icons = Icon::ALL.iter().map(|icon| {
        let icon = *icon;
        view! {
            <li class="ui-page__icon">
                <IconView icon/>
                <span>{format!("{icon:?}")}</span>
            </li>
        }
    });
    view! {
        <Section id="icons" title="Icons">
            <ul class="ui-page__icons">{icons.collect_view()}</ul>
        </Section>
    }
}
