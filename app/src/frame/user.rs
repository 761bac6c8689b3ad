use leptos::prelude::*;
use sx_model::Me;

use crate::ui::{Button, ButtonLink, Icon, Look};

/// Who is signed in, and the way out: a plain form, so that it works without WASM.
#[component]
pub fn User(me: Me) -> impl IntoView {
    let name = if me.full_name.is_empty() { me.username } else { me.full_name };
    view! {
        <div class="user">
            <a class="user__api" href="/api-docs">"API"</a>
            <a class="user__name" href="/profile">{name}</a>
            <form method="post" action="/logout">
                <input type="hidden" name="csrf_token" value=me.csrf_token/>
                <Button submit=true look=Look::Quiet icon=Icon::SignOut>"Sign out"</Button>
            </form>
        </div>
    }
}

/// The way in, for visitors.
#[component]
pub fn SignIn() -> impl IntoView {
    view! { <div class="user"><ButtonLink href="/login" external=true>"Sign in"</ButtonLink></div> }
}
