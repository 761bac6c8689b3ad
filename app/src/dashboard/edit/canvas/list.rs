use leptos::prelude::*;
use sx_model::position::Dragged;

use super::{super::face::Face, node_view};
use crate::{
    dashboard::edit::editor::Editor,
    ui::{DropLayout, TargetHandle, TargetOptions, use_drag},
};

/// The children of a node, each built once and kept while it stays with this parent.
#[component]
pub fn NodeList(face: Memo<Face>) -> impl IntoView {
    view! {
        <For each=move || face.read().children.clone() key=String::clone let(id)>
            {node_view(id)}
        </For>
    }
    .into_any()
}

/// Takes what the rules of the layout let stand in `parent`.
pub fn target(editor: Editor, parent: String, label: Signal<String>, layout: DropLayout, inset: f64) -> TargetHandle {
    let asked = parent.clone();
    let options = TargetOptions {
        label,
        accepts: (move |dragged: &Dragged| editor.may_drop(dragged, &asked)).into(),
        on_drop: Callback::new(move |(dragged, point)| editor.drop(&parent, dragged, point)),
        layout,
        inset,
        over: None,
        on_dwell: None,
    };
    use_drag::<Dragged>().target(options)
}
