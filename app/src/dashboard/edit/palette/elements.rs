use leptos::prelude::*;
use sx_model::position::{Dragged, NewNode};

use super::super::editor::Editor;
use crate::ui::{DragSource, Icon, IconView};

/// The elements of the layout. A double click adds at the end.
#[component]
pub fn Elements() -> impl IntoView {
    let editor = Editor::of_page();
    let elements = [
        (NewNode::Tabs, Icon::Tabs, "Groups that share one place"),
        (NewNode::Row, Icon::Row, "Things side by side"),
        (NewNode::Column, Icon::Column, "Things one below the other, in a row"),
        (NewNode::Header, Icon::Header, "A heading"),
        (NewNode::Markdown, Icon::Markdown, "Formatted text, as Markdown"),
        (NewNode::Divider, Icon::Divider, "A line"),
    ];
    let element = move |(node, icon, hint): (NewNode, Icon, &'static str)| {
        let noun = node.kind().noun();
        let added = node.clone();
        view! {
            <li on:dblclick=move |_| editor.add(added.clone())>
                <DragSource<Dragged> class="edit-item" payload=Dragged::New(node) label=noun.to_owned()>
                    <IconView icon/>
                    <span class="edit-item__text">
                        <span class="edit-item__name">{noun}</span>
                        <span class="edit-item__hint">{hint}</span>
                    </span>
                </DragSource<Dragged>>
            </li>
        }
    };
    view! { <ul class="edit-items">{elements.into_iter().map(element).collect_view()}</ul> }.into_any()
}
