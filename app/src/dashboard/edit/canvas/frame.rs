use leptos::{ev::KeyboardEvent, prelude::*};
use sx_model::position::{Dragged, Kind};

use super::{super::face::Face, resize::Resizers};
use crate::{
    dashboard::{edit::editor::Editor, grid::size_class},
    ui::{DragHandle, Icon, IconButton, drag_source, use_drag},
};

/// What surrounds every node: its place on the grid, a handle to drag it by, and the keys.
///
/// Space on the handle picks it up, Shift and an arrow resizes it, Delete removes it, F2 opens its settings.
#[component]
pub fn Frame(id: String, face: Memo<Face>, children: Children) -> impl IntoView {
    let editor = Editor::of_page();
    let name = Memo::new(move |_| face.read().name());
    let (kind, is_top) = face.with_untracked(|face| (face.kind, face.is_top));
    let (pressed, clicked, focused, gone) = (id.clone(), id.clone(), id.clone(), id.clone());
    let own = id.clone();
    let is_selected = Memo::new(move |_| editor.selected.read().as_deref() == Some(&own));
    let bar = (!is_top).then(|| {
        view! {
            <div class="edit-node__bar">
                <DragHandle label=name/>
                <IconButton
                    class="edit-node__remove"
                    label=Signal::derive(move || format!("Remove {}", name.get()))
                    icon=Icon::Close
                    on_click=move |()| editor.remove(&gone)
                />
            </div>
        }
    });
    let resizers = kind.has_width().then(|| view! { <Resizers id=id.clone() has_height=kind.has_height()/> });
    let source = use_drag::<Dragged>().source(Signal::stored(Dragged::Existing(id.clone())), name.into(), true);
    view! {
        <div
            class=move || face.with(|face| class(face, is_selected.get()))
            role="group"
            aria-label=move || name.get()
            data-drop-item=""
            data-node=id
            use:drag_source=source
            on:click=move |event| {
                event.stop_propagation();
                editor.select(&clicked);
            }
            on:focusin=move |event| {
                event.stop_propagation();
                if editor.selected.with_untracked(|selected| selected.as_deref() != Some(&focused)) {
                    editor.selected.set(Some(focused.clone()));
                }
            }
            on:keydown=move |event| key(editor, &pressed, &event)
            on:keyup=move |event| {
                if event.key() == "Shift" {
                    editor.end_group();
                }
            }
        >
            {bar}
            {children()}
            {resizers}
        </div>
    }
    .into_any()
}

fn class(face: &Face, is_selected: bool) -> String {
    let kind = match face.kind {
        Kind::Row => "row",
        Kind::Column => "column",
        Kind::Tabs => "tabs",
        Kind::Chart | Kind::Markdown | Kind::Unknown => "tile",
        Kind::Header | Kind::Divider | Kind::Root | Kind::Grid | Kind::Tab => "line",
    };
    let size = match (face.kind.has_width(), face.kind.has_height()) {
        (true, true) => size_class(face.width, face.height),
        (true, false) => format!("span-{}", face.width),
        (false, _) => String::new(),
    };
    let selected = if is_selected { " edit-node--selected" } else { "" };
    format!("edit-node edit-node--{kind} {size}{selected}")
}

/// Keys in a field inside mean the field.
fn key(editor: Editor, id: &str, event: &KeyboardEvent) {
    if event.default_prevented() || event.ctrl_key() || event.meta_key() || event.alt_key() || is_in_field(event) {
        return;
    }
    match (event.key().as_str(), event.shift_key()) {
        ("ArrowRight", true) => editor.resize_by(id, 1, 0),
        ("ArrowLeft", true) => editor.resize_by(id, -1, 0),
        ("ArrowDown", true) => editor.resize_by(id, 0, 1),
        ("ArrowUp", true) => editor.resize_by(id, 0, -1),
        ("Delete" | "Backspace", false) => editor.remove(id),
        ("F2", false) => editor.edit(id),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

#[cfg(feature = "hydrate")]
pub fn is_in_field(event: &KeyboardEvent) -> bool {
    use wasm_bindgen::JsCast;
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|element| {
        matches!(element.closest("input, textarea, select, [contenteditable=true]"), Ok(Some(_)))
    })
}

#[cfg(not(feature = "hydrate"))]
pub fn is_in_field(_: &KeyboardEvent) -> bool {
    false
}
