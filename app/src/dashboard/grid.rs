//! The layout as views: one arm for each kind of node.

use leptos::prelude::*;
use sx_model::{Background, DashboardId, Node, NodeBody};

use super::{
    panel::TabGroup,
    refresh::Refresh,
    selection::Selection,
    space::Space,
    tile::ChartTile,
    tiles::{DividerTile, HeaderTile, MarkdownTile},
};

/// Where a node stands, and on which page.
#[derive(Clone, Copy)]
pub struct Place {
    pub dashboard: DashboardId,
    pub refresh: Refresh,
    pub selection: Selection,
    pub space: Space,
}

pub fn nodes(nodes: Vec<Node>, place: &Place) -> Vec<AnyView> {
    nodes.into_iter().map(|node| view_of(node, *place)).collect()
}

/// Heights beyond this many units have no class; nobody scrolls through a chart of two screens.
pub const TALLEST_UNITS: u32 = 160;

/// The classes of the width and height that the stylesheet knows (`style/utilities.scss`).
pub fn size_class(columns: u32, units: u32) -> String {
    format!("span-{} units-{}", columns.clamp(1, sx_model::GRID_COLUMNS), units.clamp(1, TALLEST_UNITS))
}

/// Erased, for a row may hold a column that holds a row.
fn view_of(node: Node, place: Place) -> AnyView {
    match node.body {
        NodeBody::Tabs { tabs } => view! { <TabGroup tabs place/> }.into_any(),
        NodeBody::Row { children, background } => row(children, background, place),
        NodeBody::Column { children, width, background } => column(children, width, background, place),
        NodeBody::Chart(tile) => view! { <ChartTile tile place/> }.into_any(),
        NodeBody::Markdown { html, width, height } => view! { <MarkdownTile html width height/> }.into_any(),
        NodeBody::Header { text, size, background } => view! { <HeaderTile text size background/> }.into_any(),
        NodeBody::Divider => view! { <DividerTile/> }.into_any(),
    }
}

fn row(children: Vec<Node>, background: Background, place: Place) -> AnyView {
    let class = format!("grid-row columns-{}{}", place.space.columns, surface_class(background));
    let children = nodes(children, &inside(place, background));
    view! { <div class=class>{children}</div> }.into_any()
}

fn column(children: Vec<Node>, width: u32, background: Background, place: Place) -> AnyView {
    let space = place.space.child(width);
    let class = format!("grid-column span-{} columns-{}{}", space.columns, space.columns, surface_class(background));
    let children = nodes(children, &inside(Place { space, ..place }, background));
    view! { <div class=class>{children}</div> }.into_any()
}

fn inside(place: Place, background: Background) -> Place {
    match background {
        Background::Transparent => place,
        Background::White => Place { space: place.space.inside_surface(), ..place },
    }
}

fn surface_class(background: Background) -> &'static str {
    match background {
        Background::Transparent => "",
        Background::White => " surface",
    }
}
