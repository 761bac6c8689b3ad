use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    frame::Brand,
    ui::{ButtonLink, EmptyState, Icon},
};

/// For addresses that no route knows. It stands outside the frame: nobody needs to be signed in to have mistyped.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    ssr::set_not_found();
    view! {
        <Title text="Page not found"/>
        <main class="alone" id="content">
            <Brand external=true/>
            <EmptyState icon=Icon::Compass title="Page not found" level=1>
                <p>"Nothing lives at this address. It may have moved, or the link has a typing error."</p>
                <ButtonLink href="/" external=true>"Go to home"</ButtonLink>
            </EmptyState>
        </main>
    }
}

#[cfg(feature = "ssr")]
mod ssr {
    use axum::http::StatusCode;
    use leptos::prelude::use_context;
    use leptos_axum::ResponseOptions;

    pub fn set_not_found() {
        if let Some(response) = use_context::<ResponseOptions>() {
            response.set_status(StatusCode::NOT_FOUND);
        }
    }
}
