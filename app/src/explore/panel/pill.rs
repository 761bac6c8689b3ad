use leptos::{ev::KeyboardEvent, prelude::*};
use serde_json::Value;

use super::{editor::FieldEditor, field_item::field_icon, focus};
use crate::{
    explore::{
        builder::Builder,
        model::{Edit, Item, Shelf, Takes},
    },
    ui::{Icon, IconButton, IconView, Panel, PanelKind, drag_source, use_drag, use_id},
};

/// A field on a shelf: Enter or a click edits it, Space picks it up, Delete takes it away.
#[component]
pub fn Pill(shelf: Shelf, index: usize, value: Value) -> impl IntoView {
    let builder = Builder::of_page();
    // Another dataset brings other pills.
    let label = untrack(|| builder.label(&value, shelf.takes));
    let item = Item::Placed { shelf: shelf.name, takes: shelf.takes, index, value: value.clone() };
    let source = use_drag::<Item>().source(item.into(), label.clone().into(), false);
    let (panel, open) = (use_id(), RwSignal::new(false));
    let remove = move || {
        builder.edit(Edit::Remove { shelf: shelf.name.to_owned(), index });
        focus::pill(shelf.name, index);
    };
    let on_key = move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Delete" | "Backspace") {
            event.prevent_default();
            remove();
        }
    };
    let icon = pill_icon(builder, shelf.takes, &value);
    let title = format!("Edit {label}");
    let editor = {
        let value = value.clone();
        move || {
            let save = move |changed: Value| {
                open.set(false);
                builder.edit(Edit::Replace { shelf: shelf.name.to_owned(), index, value: changed });
                focus::pill(shelf.name, index);
            };
            view! {
                <FieldEditor takes=shelf.takes value=value.clone() on_save=save on_close=move |()| open.set(false)/>
            }
        }
    };
    view! {
        <div class="pill anchor" class=("pill--filter", shelf.takes == Takes::Filters) data-drop-item="">
            <button
                type="button"
                class="pill__main"
                popovertarget=panel.clone()
                aria-haspopup="dialog"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                use:drag_source=source
                on:keydown=on_key
            >
                <IconView icon/>
                <span class="pill__label">{label.clone()}</span>
            </button>
            <IconButton class="pill__remove" label=format!("Remove {label}") icon=Icon::Close on_click=move |()| remove()/>
            <Panel class="popover__panel popover__panel--wide" id=panel kind=PanelKind::Auto open role="dialog" label=Signal::stored(Some(title)) >
                {editor()}
            </Panel>
        </div>
    }
}

fn pill_icon(builder: Builder, takes: Takes, value: &Value) -> Icon {
    let dataset = builder.fields.dataset_untracked();
    match takes {
        Takes::Filters => Icon::Filter,
        Takes::Ordering => Icon::Sort,
        Takes::Metrics => Icon::Function,
        Takes::Columns => match value.as_str() {
            Some(name) => dataset.column(name).map_or(Icon::Missing, |column| field_icon(Some(column.kind))),
            None => Icon::Code,
        },
    }
}
