use leptos::prelude::*;

use super::api::User;
use crate::ui::{Badge, Icon, Menu, MenuItem, TableView, Tone};

/// `edit` and `delete` hear of the row's menu.
#[component]
pub fn UserRows(rows: Vec<User>, own_id: Option<i64>, edit: Callback<User>, delete: Callback<User>) -> impl IntoView {
    let lines = rows.into_iter().map(move |user| {
        let is_own = own_id == Some(user.id);
        view! { <UserLine user is_own edit delete/> }
    });
    view! {
        <TableView caption="Users" columns=&["Username", "Name", "E-mail", "Roles", "Status", "Last sign-in", "Actions"]>
            {lines.collect_view()}
        </TableView>
    }
}

#[component]
fn UserLine(user: User, is_own: bool, edit: Callback<User>, delete: Callback<User>) -> impl IntoView {
    let label = format!("Actions for {}", user.username);
    let name = format!("{} {}", user.first_name, user.last_name).trim().to_owned();
    let (badge, tone) = if user.is_active { ("Active", Tone::Good) } else { ("Deactivated", Tone::Neutral) };
    let stored = StoredValue::new(user.clone());
    let items = Signal::derive(move || {
        let run = |callback: Callback<User>| Callback::new(move |()| callback.run(stored.get_value()));
        let deleted = MenuItem::danger("Delete", Icon::Trash, run(delete));
        let deleted = if is_own { deleted.disabled("This is your own account.") } else { deleted };
        vec![MenuItem::action("Edit", Icon::Edit, run(edit)), deleted]
    });
    view! {
        <tr>
            <th scope="row">
                <button class="link-button" type="button" on:click=move |_| edit.run(stored.get_value())>
                    {user.username}
                </button>
            </th>
            <td>{name}</td>
            <td>{user.email}</td>
            <td>{user.role_names}</td>
            <td><Badge tone>{badge}</Badge></td>
            <td>
                {(!user.last_login.is_empty())
                    .then(|| view! { <time datetime=user.last_login_at>{user.last_login}</time> })}
            </td>
            <td class="table-view__actions"><Menu label items/></td>
        </tr>
    }
}
