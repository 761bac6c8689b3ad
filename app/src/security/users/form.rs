use leptos::{prelude::*, task::spawn_local};

use super::api::{User, UserDraft, create_user, update_user};
use crate::{
    security::outcome::{Faults, Outcome},
    ui::{Alert, Button, Dialog, Look, MultiSelect, SelectOption, Switch, TextField, Toast, Toasts, use_toasts},
};

/// The dialog of a user who is there, or of a new one (`user` is `None`).
#[component]
pub fn UserDialog(
    open: RwSignal<bool>,
    user: RwSignal<Option<User>>,
    roles: StoredValue<Vec<(i64, String)>>,
    #[prop(into)] on_saved: Callback<()>,
) -> impl IntoView {
    let title = Signal::derive(move || match user.get() {
        Some(user) => format!("Edit {}", user.username),
        None => "New user".to_owned(),
    });
    view! {
        <Dialog title open>
            {move || view! { <UserForm open user=user.get() roles on_saved/> }}
        </Dialog>
    }
}

#[component]
fn UserForm(
    open: RwSignal<bool>,
    user: Option<User>,
    roles: StoredValue<Vec<(i64, String)>>,
    on_saved: Callback<()>,
) -> impl IntoView {
    let id = user.as_ref().map(|user| user.id);
    let is_new = id.is_none();
    let before = StoredValue::new(user.clone().unwrap_or_else(|| User { is_active: true, ..User::default() }));
    let start = before.get_value();
    let (username, email) = (RwSignal::new(start.username), RwSignal::new(start.email));
    let (first_name, last_name) = (RwSignal::new(start.first_name), RwSignal::new(start.last_name));
    let (password, is_active) = (RwSignal::new(String::new()), RwSignal::new(start.is_active));
    let role_ids = RwSignal::new(start.role_ids.iter().map(i64::to_string).collect::<Vec<_>>());
    let options: Vec<_> =
        roles.with_value(|roles| roles.iter().map(|(id, name)| SelectOption::new(id.to_string(), name)).collect());
    let (faults, failure, busy) = (Faults::new(), RwSignal::new(None::<String>), RwSignal::new(false));
    let toasts = use_toasts();
    let save = move || {
        let draft = UserDraft {
            username: username.get_untracked().trim().to_owned(),
            first_name: first_name.get_untracked().trim().to_owned(),
            last_name: last_name.get_untracked().trim().to_owned(),
            email: email.get_untracked().trim().to_owned(),
            is_active: is_active.get_untracked(),
            role_ids: role_ids.get_untracked().iter().filter_map(|id| id.parse().ok()).collect(),
            password: password.get_untracked(),
        };
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let name = draft.username.clone();
            let answer = match id {
                Some(id) => update_user(id, draft).await,
                None => create_user(draft).await,
            };
            busy.set(false);
            match answer {
                Ok(Outcome::Done(_)) => {
                    open.set(false);
                    on_saved.run(());
                    toasts.show(match id {
                        Some(id) => saved(toasts, id, &name, before.get_value(), on_saved),
                        None => Toast::good(format!("{name} can sign in now.")),
                    });
                }
                Ok(Outcome::Refused(wrong)) => faults.set(wrong),
                Err(refused) => failure.set(Some(refused.message)),
            }
        });
    };
    let hint = if is_new { "At least 8 characters." } else { "Empty: it stays. A new one signs them out everywhere." };
    view! {
        <form class="form" novalidate on:submit=move |event| { event.prevent_default(); save() }>
            {move || failure.get().map(|text| view! { <Alert>{text}</Alert> })}
            <TextField label="Username" value=username required=true disabled=!is_new error=faults.of("username")/>
            <div class="form__pair">
                <TextField label="First name" value=first_name error=faults.of("first_name")/>
                <TextField label="Last name" value=last_name error=faults.of("last_name")/>
            </div>
            <TextField label="E-mail" kind="email" value=email error=faults.of("email")/>
            <MultiSelect
                label="Roles"
                options
                values=role_ids
                on_change=move |ids| role_ids.set(ids)
                error=faults.of("roles")
            />
            <TextField
                label=if is_new { "Password" } else { "New password" }
                kind="password"
                autocomplete="new-password"
                value=password
                required=is_new
                hint
                error=faults.of("password")
            />
            <Switch label="May sign in" checked=is_active on_change=move |active| is_active.set(active)/>
            <div class="form__actions">
                <Button on_click=move |()| open.set(false)>"Cancel"</Button>
                <Button submit=true look=Look::Primary busy>{if is_new { "Add user" } else { "Save" }}</Button>
            </div>
        </form>
    }
}

/// With a way back to what was there before; but for a password, which nobody knows any more.
fn saved(toasts: Toasts, id: i64, name: &str, before: User, on_saved: Callback<()>) -> Toast {
    let undo = Callback::new(move |()| {
        let User { username, first_name, last_name, email, is_active, role_ids, .. } = before.clone();
        let draft = UserDraft { username, first_name, last_name, email, is_active, role_ids, password: String::new() };
        spawn_local(async move {
            match update_user(id, draft).await {
                Ok(_) => on_saved.run(()),
                Err(refused) => toasts.show(Toast::bad(refused.message)),
            }
        });
    });
    Toast::good(format!("{name} was saved.")).with_action("Undo", undo)
}
