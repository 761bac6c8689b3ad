use leptos::prelude::*;
use sx_model::Me;

use crate::ui::{Button, Icon, Look};

/// Who is signed in, and the way out: a plain form, so that it works without WASM.
#[component]
pub fn User(me: Me) -> impl IntoView {
    let name = if me.full_name.is_empty() { me.username } else { me.full_name };
    view! {
        <div class="user">
            <span class="user__name">{name}</span>
            <form method="post" action="/logout">
                <input type="hidden" name="csrf_token" value=me.csrf_token/>
                <Button submit=true look=Look::Quiet icon=Icon::SignOut>"Sign out"</Button>
            </form>
        </div>
    }
}
