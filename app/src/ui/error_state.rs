use leptos::prelude::*;

use super::{Button, ButtonLink, Icon, IconView};
use crate::{Failure, auth::sign_in_url};

/// What went wrong, and the step that may help: to sign in when the session ended, else to try again.
#[component]
pub fn ErrorState(failure: Failure, #[prop(into)] on_retry: Callback<()>) -> impl IntoView {
    let step = if failure.is_signed_out() {
        view! { <ButtonLink href=sign_in_url(&here()) external=true>"Sign in"</ButtonLink> }.into_any()
    } else {
        view! { <Button icon=Icon::Refresh on_click=on_retry>"Try again"</Button> }.into_any()
    };
    view! {
        <div class="error-state" role="alert">
            <span class="error-state__icon"><IconView icon=Icon::Warning/></span>
            <p class="error-state__message">{failure.message}</p>
            {step}
        </div>
    }
}

/// The address of this page, to come back to.
fn here() -> String {
    let location = leptos_router::hooks::use_location();
    match location.search.get_untracked() {
        search if search.is_empty() => location.pathname.get_untracked(),
        search => format!("{}?{search}", location.pathname.get_untracked()),
    }
}
