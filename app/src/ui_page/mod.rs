//! `/ui`: every house component in all its states, to look at and to test. Only in debug builds; a release has no such page.

mod buttons;
mod choices;
mod dialogs;
mod fields;
mod floating;
mod icons;
mod parts;
mod section;
mod selects;
mod states;
mod tabs;
mod toasts;

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    frame::Brand,
    not_found::NotFoundPage,
    ui::{ThemeToggle, Toaster, TooltipLayer, provide_toasts},
};
use section::Section;

#[component]
pub fn UiPage() -> impl IntoView {
    // Not `#[cfg]`: so what a release does not show is still compiled there.
    if cfg!(debug_assertions) { view! { <Components/> }.into_any() } else { view! { <NotFoundPage/> }.into_any() }
}

#[component]
fn Components() -> impl IntoView {
    provide_toasts();
    view! {
        <Title text="Components"/>
        <header class="header">
            <Brand external=true/>
            <span class="header__nav"></span>
            <ThemeToggle/>
        </header>
        <main id="content" class="page ui-page">
            <div class="page__head"><h1 class="page__title">"Components"</h1></div>
            <buttons::Buttons/>
            <fields::Fields/>
            <choices::Choices/>
            <selects::Selects/>
            <floating::Floating/>
            <dialogs::Dialogs/>
            <toasts::ToastsSection/>
            <tabs::TabsSection/>
            <states::States/>
            <icons::Icons/>
            <parts::Parts/>
        </main>
        <Toaster/>
        <TooltipLayer/>
    }
}
