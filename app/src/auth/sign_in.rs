use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::next::safe_next;
use crate::{
    frame::Brand,
    ui::{Alert, Button, Look, TextField},
};

/// `?error=1` after a refused attempt, `?error=wait` after too many of them, `?next=/path` for where to go afterwards.
#[component]
pub fn SignInPage() -> impl IntoView {
    let query = use_query_map();
    let refusal = move || match query.read().get("error")?.as_str() {
        "wait" => Some("Too many failed attempts to sign in. Wait a moment and try again."),
        _ => Some("The username or the password is wrong."),
    };
    let next = move || safe_next(&query.read().get("next").unwrap_or_default()).to_owned();
    #[cfg(feature = "ssr")]
    ssr::skip_if_signed_in(&next());
    view! {
        <Title text="Sign in"/>
        <main class="alone" id="content">
            <div class="sign-in">
                <Brand external=true/>
                <h1 class="sign-in__title">"Sign in"</h1>
                {move || refusal().map(|sentence| view! { <Alert>{sentence}</Alert> })}
                <form class="sign-in__form" method="post" action="/login">
                    <input type="hidden" name="next" value=next/>
                    <TextField label="Username" name="username" autocomplete="username" autofocus=true required=true/>
                    <TextField
                        label="Password"
                        name="password"
                        kind="password"
                        autocomplete="current-password"
                        required=true
                    />
                    <Button submit=true look=Look::Primary>"Sign in"</Button>
                </form>
            </div>
        </main>
    }
}

#[cfg(feature = "ssr")]
mod ssr {
    use crate::ctx;

    pub fn skip_if_signed_in(next: &str) {
        if ctx::me().is_some() {
            ctx::redirect(next);
        }
    }
}
