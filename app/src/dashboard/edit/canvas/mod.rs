//! The layout as it is edited: the same boxes as on the dashboard's page, each in a frame that can be dragged and resized.

mod chart;
mod containers;
mod frame;
mod leaves;
mod list;
mod resize;
mod tabs;

use leptos::prelude::*;
use sx_model::position::{Dragged, GRID_ID, Kind, ROOT_ID};

use self::{
    chart::ChartNode,
    containers::{ColumnNode, RowNode},
    frame::Frame,
    leaves::{DividerNode, HeaderNode, MarkdownNode, UnknownNode},
    list::NodeList,
    tabs::TabsNode,
};
use super::editor::Editor;
use crate::ui::{DropLayout, DropTarget, drop_target};

#[component]
pub fn Canvas() -> impl IntoView {
    let editor = Editor::of_page();
    let top = Memo::new(move |_| editor.with(|position| position.top_tabs().map(str::to_owned)));
    view! {
        <div class="edit-canvas" role="region" aria-label="Layout">
            <For each=move || [top.get()] key=Clone::clone let(top)>
                {match top {
                    Some(tabs) => node_view(tabs),
                    None => view! { <TopTarget/><Grid/> }.into_any(),
                }}
            </For>
        </div>
    }
    .into_any()
}

/// Tabs that are dropped here take in the whole dashboard.
#[component]
fn TopTarget() -> impl IntoView {
    let editor = Editor::of_page();
    let on_drop = move |(dragged, point): (Dragged, crate::ui::DropPoint)| editor.drop(ROOT_ID, dragged, point);
    view! {
        <DropTarget<Dragged>
            class="edit-top"
            label="Top of the dashboard"
            accepts=move |dragged: &Dragged| editor.may_drop(dragged, ROOT_ID)
            on_drop
        >
            <span class="edit-top__text">"Drop tabs here to put the whole dashboard into them"</span>
        </DropTarget<Dragged>>
    }
    .into_any()
}

#[component]
fn Grid() -> impl IntoView {
    let editor = Editor::of_page();
    let face = editor.face(GRID_ID.to_owned());
    let target =
        list::target(editor, GRID_ID.to_owned(), Signal::stored("Dashboard".to_owned()), DropLayout::Column, 0.0);
    let is_empty = Memo::new(move |_| face.read().children.is_empty());
    view! {
        <div class="dashboard edit-grid" class:edit-grid--empty=move || is_empty.get() use:drop_target=target>
            <NodeList face/>
            {move || is_empty.get().then(|| view! {
                <p class="edit-grid__invite">"Drag a chart here, or press Enter on one in the list."</p>
            })}
        </div>
    }
    .into_any()
}

/// One arm for each kind. Erased, for a row may hold a column that holds a row.
fn node_view(id: String) -> AnyView {
    let editor = Editor::of_page();
    let face = editor.face(id.clone());
    let kind = face.with_untracked(|face| face.kind);
    match kind {
        Kind::Row => view! { <Frame id=id.clone() face><RowNode id face/></Frame> }.into_any(),
        Kind::Column => view! { <Frame id=id.clone() face><ColumnNode id face/></Frame> }.into_any(),
        Kind::Tabs => view! { <Frame id=id.clone() face><TabsNode id face/></Frame> }.into_any(),
        Kind::Chart => view! { <Frame id=id.clone() face><ChartNode id face/></Frame> }.into_any(),
        Kind::Markdown => view! { <Frame id=id.clone() face><MarkdownNode face/></Frame> }.into_any(),
        Kind::Header => view! { <Frame id=id.clone() face><HeaderNode face/></Frame> }.into_any(),
        Kind::Divider => view! { <Frame id=id.clone() face><DividerNode/></Frame> }.into_any(),
        Kind::Unknown | Kind::Tab | Kind::Root | Kind::Grid => {
            view! { <Frame id=id.clone() face><UnknownNode id face/></Frame> }.into_any()
        }
    }
}
