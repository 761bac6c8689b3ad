use std::collections::BTreeMap;

use leptos::{html::Div, prelude::*};

use super::{
    Asked, Row,
    act::{ListState, Picked, Selected},
    bulk::BulkBar,
    kind::Column,
    line::Line,
};
use crate::ui::{Icon, IconView};

/// The rows of a page. What is ticked belongs to these rows: other rows, nothing ticked.
#[component]
pub fn ListTable(rows: Vec<Row>, asked: Asked, state: ListState) -> impl IntoView {
    let kind = state.kind;
    let selected: Selected = RwSignal::new(BTreeMap::new());
    let all: BTreeMap<i64, Picked> = rows.iter().map(picked).collect();
    let table = NodeRef::<Div>::new();
    if state.takes_focus() {
        focus(table);
    }
    view! {
        <BulkBar state selected/>
        <div class="table-view list" node_ref=table tabindex="-1">
            <table>
                <caption class="visually-hidden">{kind.title()}</caption>
                <thead>
                    <tr>
                        <td class="list__tick"><TickAll all selected/></td>
                        {kind.has_favorites().then(|| view! { <th class="list__star" scope="col"><Hidden text="Favorite"/></th> })}
                        {kind.columns().iter().map(|column| view! { <Head column asked=asked.clone() state/> }).collect_view()}
                        <th class="list__menu" scope="col"><Hidden text="Actions"/></th>
                    </tr>
                </thead>
                <tbody>
                    {rows.into_iter().map(|row| view! { <Line row state selected/> }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}

pub fn picked(row: &Row) -> (i64, Picked) {
    (row.id, Picked { name: row.name.clone(), may_delete: row.may_delete })
}

#[component]
fn Hidden(text: &'static str) -> impl IntoView {
    view! { <span class="visually-hidden">{text}</span> }
}

/// A link that turns the order.
#[component]
fn Head(column: &'static Column, asked: Asked, state: ListState) -> impl IntoView {
    let Some(order) = column.order else {
        return view! { <th scope="col">{column.label}</th> }.into_any();
    };
    let (current, descends) = asked.ordered_by();
    let sort = (current == order).then_some(if descends { "descending" } else { "ascending" });
    let icon = sort.map(|_| if descends { Icon::Down } else { Icon::Up });
    view! {
        <th scope="col" aria-sort=sort>
            <a class="list__order" href=asked.turned(order).href(state.kind)>
                {column.label}
                {icon.map(|icon| view! { <IconView icon/> })}
            </a>
        </th>
    }
    .into_any()
}

#[component]
fn TickAll(all: BTreeMap<i64, Picked>, selected: Selected) -> impl IntoView {
    let (count, all) = (all.len(), StoredValue::new(all));
    let is_whole = move || selected.read().len() == count;
    let change = move |event| {
        selected.set(if event_target_checked(&event) { all.get_value() } else { BTreeMap::new() });
    };
    view! {
        <input
            type="checkbox"
            autocomplete="off"
            aria-label="Select all on this page"
            prop:checked=is_whole
            prop:indeterminate=move || !selected.read().is_empty() && !is_whole()
            on:change=change
        />
    }
}

#[cfg(feature = "hydrate")]
fn focus(table: NodeRef<Div>) {
    Effect::new(move |_| {
        if let Some(table) = table.get() {
            _ = table.focus();
        }
    });
}

#[cfg(not(feature = "hydrate"))]
fn focus(_: NodeRef<Div>) {}
