use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;

use super::{
    api::{Profile, change_my_password, open_profile, rename_me},
    times::Times,
};
use crate::{
    security::outcome::{Fault, Faults, Outcome},
    ui::{Alert, Button, ErrorState, Look, TableSkeleton, TextField, Toast, use_toasts},
};

#[component]
pub fn ProfilePage() -> impl IntoView {
    let profile = Resource::new_blocking(|| (), |()| open_profile());
    view! {
        <Title text="Profile"/>
        <div class="page__head"><h1 class="page__title">"Profile"</h1></div>
        <Suspense fallback=|| view! { <TableSkeleton rows=4/> }>
            {move || Suspend::new(async move {
                match profile.await {
                    Ok(profile) => {
                        let (times, zones) = (profile.times.clone(), profile.time_zones.clone());
                        view! { <Names profile/><Times times zones/><Password/> }.into_any()
                    }
                    Err(failure) => view! { <ErrorState failure on_retry=move || profile.refetch()/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Names(profile: Profile) -> impl IntoView {
    let (first_name, last_name) = (RwSignal::new(profile.first_name), RwSignal::new(profile.last_name));
    let (busy, failure) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let toasts = use_toasts();
    let save = move || {
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let answer = rename_me(first_name.get_untracked(), last_name.get_untracked()).await;
            busy.set(false);
            match answer {
                Ok(_) => toasts.show(Toast::good("Your name was saved.")),
                Err(refused) => failure.set(Some(refused.message)),
            }
        });
    };
    view! {
        <section class="section" aria-labelledby="you">
            <div class="section__head"><h2 id="you">"You"</h2></div>
            <dl class="facts">
                <div><dt>"Username"</dt><dd>{profile.username}</dd></div>
                <div><dt>"E-mail"</dt><dd>{profile.email}</dd></div>
                <div><dt>"Roles"</dt><dd>{profile.roles}</dd></div>
            </dl>
            <form class="form form--narrow" novalidate on:submit=move |event| { event.prevent_default(); save() }>
                {move || failure.get().map(|text| view! { <Alert>{text}</Alert> })}
                <div class="form__pair">
                    <TextField label="First name" autocomplete="given-name" value=first_name/>
                    <TextField label="Last name" autocomplete="family-name" value=last_name/>
                </div>
                <div class="form__actions"><Button submit=true look=Look::Primary busy>"Save name"</Button></div>
            </form>
        </section>
    }
}

/// After it everybody signs in again, here too: who knew the old password is out.
#[component]
fn Password() -> impl IntoView {
    let (current, new, again) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (faults, busy, failure) = (Faults::new(), RwSignal::new(false), RwSignal::new(None::<String>));
    let save = move || {
        if new.get_untracked() != again.get_untracked() {
            faults.set(vec![Fault { field: "again".to_owned(), text: "The two are not the same.".to_owned() }]);
            return;
        }
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let answer = change_my_password(current.get_untracked(), new.get_untracked()).await;
            busy.set(false);
            match answer {
                Ok(Outcome::Done(_)) => sign_in_again(),
                Ok(Outcome::Refused(wrong)) => faults.set(wrong),
                Err(refused) => failure.set(Some(refused.message)),
            }
        });
    };
    view! {
        <section class="section" aria-labelledby="password">
            <div class="section__head"><h2 id="password">"Password"</h2></div>
            <form class="form form--narrow" novalidate on:submit=move |event| { event.prevent_default(); save() }>
                {move || failure.get().map(|text| view! { <Alert>{text}</Alert> })}
                <TextField
                    label="Present password"
                    kind="password"
                    autocomplete="current-password"
                    required=true
                    value=current
                    error=faults.of("current_password")
                />
                <TextField
                    label="New password"
                    kind="password"
                    autocomplete="new-password"
                    required=true
                    hint="At least 8 characters. You sign in again with it, on each of your devices."
                    value=new
                    error=faults.of("password")
                />
                <TextField
                    label="New password again"
                    kind="password"
                    autocomplete="new-password"
                    required=true
                    value=again
                    error=faults.of("again")
                />
                <div class="form__actions"><Button submit=true look=Look::Primary busy>"Change password"</Button></div>
            </form>
        </section>
    }
}

/// Only the browser comes here: the session is over, so the server has to be asked for the page.
#[cfg(feature = "hydrate")]
fn sign_in_again() {
    _ = window().location().set_href("/login");
}

#[cfg(not(feature = "hydrate"))]
fn sign_in_again() {}
