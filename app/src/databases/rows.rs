use leptos::prelude::*;

use super::{api::Row, page::Doors};
use crate::ui::{Badge, Icon, Menu, MenuItem, TableView, Tone};

#[component]
pub fn DatabaseRows(rows: Vec<Row>, may_connect: bool, doors: Doors) -> impl IntoView {
    view! {
        <TableView caption="Databases" columns=&["Name", "Kind", "Where", "Datasets", "Last changed", "Actions"]>
            {rows.into_iter().map(|row| view! { <DatabaseLine row may_connect doors/> }).collect_view()}
        </TableView>
    }
}

#[component]
fn DatabaseLine(row: Row, may_connect: bool, doors: Doors) -> impl IntoView {
    let (id, name) = (row.id, row.name.clone());
    let browse = {
        let name = name.clone();
        move |_| doors.browsing.open(id, name.clone())
    };
    let datasets = match row.datasets {
        0 => view! { <span class="databases__none">"None"</span> }.into_any(),
        count => {
            let text = format!("{count} dataset{}", if count == 1 { "" } else { "s" });
            view! { <a href=format!("/datasets?database={id}")>{text}</a> }.into_any()
        }
    };
    view! {
        <tr>
            <th scope="row">
                <button class="link-button" type="button" on:click=browse>{row.name}</button>
                {row.takes_files.then(|| view! { <Badge tone=Tone::Neutral>"Takes files"</Badge> })}
            </th>
            <td>{row.engine}</td>
            <td class="databases__place">{row.place}</td>
            <td>{datasets}</td>
            <td>
                <time datetime=row.changed_at>{row.changed_on}</time>
                {row.changed_by.map(|name| view! { <span class="table-view__aside">" by " {name}</span> })}
            </td>
            <td><RowMenu id name may_connect takes_files=row.takes_files doors/></td>
        </tr>
    }
}

#[component]
fn RowMenu(id: i64, name: String, may_connect: bool, takes_files: bool, doors: Doors) -> impl IntoView {
    let label = format!("Actions of {name}");
    let items = Signal::derive(move || {
        let (browsed, removed) = (name.clone(), name.clone());
        let browse = Callback::new(move |()| doors.browsing.open(id, browsed.clone()));
        let mut items = vec![MenuItem::action("Browse tables", Icon::Table, browse)];
        if takes_files {
            items.push(MenuItem::link("Upload a file", Icon::Upload, format!("/upload?database={id}")));
        }
        if may_connect {
            let edit = Callback::new(move |()| doors.editing.start(id));
            let remove = Callback::new(move |()| doors.removing.ask(id, removed.clone()));
            items.push(MenuItem::action("Edit", Icon::Edit, edit));
            items.push(MenuItem::separator());
            items.push(MenuItem::danger("Delete", Icon::Trash, remove));
        }
        items
    });
    view! { <Menu label items/> }
}
