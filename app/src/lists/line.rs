use leptos::prelude::*;

use super::{
    Row,
    act::{ListState, Selected},
    kind::Cell,
    star::Star,
    table::picked,
};
use crate::ui::{Badge, Icon, IconView, Menu, MenuItem, Tone};

/// One row, with its mark and its menu.
#[component]
pub fn Line(row: Row, state: ListState, selected: Selected) -> impl IntoView {
    let id = row.id;
    let own = picked(&row).1;
    let tick = move |event| {
        let is_ticked = event_target_checked(&event);
        selected.update(|selected| {
            if is_ticked {
                selected.insert(id, own.clone());
            } else {
                selected.remove(&id);
            }
        });
    };
    let is_ticked = Memo::new(move |_| selected.read().contains_key(&id));
    let cells = state.kind.columns().iter().map(|column| cell(column.cell, &row)).collect_view();
    let label = format!("Favorite {}", row.name);
    let star = row.is_favorite.map(|is_favorite| view! { <Star kind=state.kind id label is_favorite/> });
    let star = state.kind.has_favorites().then(|| view! { <td class="list__star">{star}</td> });
    view! {
        <tr class:list__ticked=move || is_ticked.get()>
            <td class="list__tick">
                <input
                    type="checkbox"
                    autocomplete="off"
                    aria-label=format!("Select {}", row.name)
                    prop:checked=move || is_ticked.get()
                    on:change=tick
                />
            </td>
            {star}
            {cells}
            <td class="list__menu"><RowMenu row state/></td>
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

fn cell(cell: Cell, row: &Row) -> AnyView {
    match cell {
        Cell::Name => {
            let certified = row.certified_by.clone().map(|by| {
                view! {
                    <span class="list__certified">
                        <IconView icon=Icon::Check/>
                        <span class="visually-hidden">{format!("Certified by {by}")}</span>
                    </span>
                }
            });
            view! { <th scope="row"><a href=row.href.clone()>{row.name.clone()}</a> {certified}</th> }.into_any()
        }
        Cell::Status => {
            view! { <td>{row.published.map(|published| view! { <StatusBadge published/> })}</td> }.into_any()
        }
        Cell::Kind => view! { <td>{row.kind.clone()}</td> }.into_any(),
        Cell::Parent => view! { <td>{row.parent.clone()}</td> }.into_any(),
        Cell::Schema => view! { <td>{row.schema.clone()}</td> }.into_any(),
        Cell::Owners => view! { <td>{row.owners.clone()}</td> }.into_any(),
        Cell::Changed => {
            let by = row.changed_by.clone();
            view! {
                <td>
                    <time datetime=row.changed_at.clone()>{row.changed_on.clone()}</time>
                    {by.map(|name| view! { <span class="table-view__aside">" by " {name}</span> })}
                </td>
            }
            .into_any()
        }
    }
}

#[component]
fn RowMenu(row: Row, state: ListState) -> impl IntoView {
    let label = format!("Actions for {}", row.name);
    let items = Signal::derive(move || {
        let (id, name) = (row.id, row.name.clone());
        let edit = row.edit_href.clone().map(|href| MenuItem::link("Edit", Icon::Edit, href));
        let duplicate = row
            .may_duplicate
            .then(|| MenuItem::action("Duplicate", Icon::Copy, Callback::new(move |()| state.duplicate(id))));
        let export = MenuItem::action("Export", Icon::Download, Callback::new(move |()| state.export(&[id])));
        let delete = row.may_delete.then(|| {
            let delete = Callback::new(move |()| state.delete(vec![(id, name.clone())]));
            [MenuItem::separator(), MenuItem::danger("Delete", Icon::Trash, delete)]
        });
        edit.into_iter().chain(duplicate).chain([export]).chain(delete.into_iter().flatten()).collect::<Vec<_>>()
    });
    view! { <Menu label items/> }
}
