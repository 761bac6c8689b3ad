use leptos::prelude::*;
use sx_model::Background;

use super::{
    super::{editor::Editor, face::Face},
    list::{NodeList, target},
};
use crate::ui::{DropLayout, drop_target};

/// So much of its upper and lower edge belongs to what is around it, in pixels: the gap between two rows is easy to hit.
const EDGE_PX: f64 = 10.0;

#[component]
pub fn RowNode(id: String, face: Memo<Face>) -> impl IntoView {
    container(id, face, DropLayout::Row, "grid-row", "Empty row")
}

#[component]
pub fn ColumnNode(id: String, face: Memo<Face>) -> impl IntoView {
    container(id, face, DropLayout::Column, "grid-column", "Empty column")
}

fn container(id: String, face: Memo<Face>, layout: DropLayout, class: &'static str, empty: &'static str) -> AnyView {
    let editor = Editor::of_page();
    let label = Signal::derive(move || face.with(Face::name));
    let target = target(editor, id, label, layout, EDGE_PX);
    let is_empty = Memo::new(move |_| face.read().children.is_empty());
    let class = move || {
        face.with(|face| {
            let surface = if face.background == Background::White { " surface" } else { "" };
            format!("{class} columns-{}{surface} edit-list", face.inner)
        })
    };
    view! {
        <div class=class use:drop_target=target>
            <NodeList face/>
            {move || is_empty.get().then(|| view! { <p class="edit-list__empty">{empty}</p> })}
        </div>
    }
    .into_any()
}
