use leptos::prelude::*;

use super::{api::TrashRow, page::Actions};
use crate::ui::{Button, Icon, Look};

#[component]
pub fn TrashLine(row: TrashRow, actions: Actions) -> impl IntoView {
    let (restored, purged) = (row.clone(), row.clone());
    let label = |verb: &str| Some(format!("{verb} {}", row.name));
    view! {
        <tr>
            <th scope="row">{row.name.clone()}</th>
            <td>{kind_name(&row.kind)}</td>
            <td>
                <time datetime=row.deleted_at.clone()>{row.deleted_on.clone()}</time>
                {row.deleted_by.clone().map(|name| view! { <span class="table-view__aside">" by " {name}</span> })}
            </td>
            <td class="trash__actions">
                <Button
                    look=Look::Quiet
                    icon=Icon::Restore
                    aria_label=label("Restore")
                    on_click=move |()| actions.restore.run(restored.clone())
                >
                    "Restore"
                </Button>
                <Button
                    look=Look::Quiet
                    icon=Icon::Trash
                    aria_label=label("Delete for good")
                    on_click=move |()| actions.ask_to_purge.run(purged.clone())
                >
                    "Delete for good"
                </Button>
            </td>
        </tr>
    }
}

fn kind_name(kind: &str) -> &'static str {
    match kind {
        "dashboard" => "Dashboard",
        "chart" => "Chart",
        "dataset" => "Dataset",
        _ => "Database",
    }
}
