use leptos::prelude::*;

use super::Row;
use crate::ui::{Badge, TableView, Tone};

#[component]
pub fn DashboardRows(rows: Vec<Row>) -> impl IntoView {
    view! {
        <TableView caption="Dashboards" columns=&["Title", "Status", "Owners", "Last changed"]>
            {rows.into_iter().map(|row| view! { <DashboardLine row/> }).collect_view()}
        </TableView>
    }
}

#[component]
fn DashboardLine(row: Row) -> impl IntoView {
    view! {
        <tr>
            <th scope="row"><a href=row.href>{row.title}</a></th>
            <td><StatusBadge published=row.published/></td>
            <td>{row.owners}</td>
            <td>
                <time datetime=row.changed_at>{row.changed_on}</time>
                {row.changed_by.map(|name| view! { <span class="table-view__aside">" by " {name}</span> })}
            </td>
        </tr>
    }
}

/// Drafts are seen by their owners only.
#[component]
pub fn StatusBadge(published: bool) -> impl IntoView {
    if published {
        view! { <Badge tone=Tone::Good>"Published"</Badge> }
    } else {
        view! { <Badge tone=Tone::Neutral>"Draft"</Badge> }
    }
}
