use leptos::prelude::*;
use sx_model::{Node, Tab};

use super::{
    grid::{Place, nodes},
    selection::Group,
};
use crate::ui::{TabItem, TabList, panel_id, tab_id};

/// Tabs and their panels. A panel is built when its tab is first opened, and stays.
#[component]
pub fn TabGroup(tabs: Vec<Tab>, place: Place) -> impl IntoView {
    let group = Group::of(&tabs);
    let selection = place.selection;
    let selected = Memo::new({
        let group = group.clone();
        move |_| selection.selected(&group)
    });
    let items = tabs
        .iter()
        .map(|tab| {
            let (group, id) = (group.clone(), tab.id.clone());
            let href = Signal::derive(move || selection.href(&group, &id));
            TabItem { id: tab.id.clone(), text: tab.text.clone(), href }
        })
        .collect();
    view! {
        <div class="tab-group">
            <TabList label="Tabs of the dashboard" items selected/>
            {tabs.into_iter().map(|tab| view! { <Panel tab selected place/> }).collect_view()}
        </div>
    }
}

#[component]
fn Panel(tab: Tab, selected: Memo<String>, place: Place) -> impl IntoView {
    let Tab { id, children, .. } = tab;
    let (own_id, label) = (panel_id(&id), tab_id(&id));
    let is_open = Memo::new(move |_| *selected.read() == id);
    view! {
        <div class="tab-panel" role="tabpanel" id=own_id aria-labelledby=label hidden=move || !is_open.get()>
            {content(children, is_open, place)}
        </div>
    }
}

/// On the server a panel is open or not, once and for all; a closure would be walked twice there (see `page.rs`).
#[cfg(feature = "ssr")]
fn content(children: Vec<Node>, is_open: Memo<bool>, place: Place) -> impl IntoView {
    is_open.get_untracked().then(|| nodes(children, &place))
}

#[cfg(not(feature = "ssr"))]
fn content(children: Vec<Node>, is_open: Memo<bool>, place: Place) -> impl IntoView {
    let was_open = Memo::new(move |before: Option<&bool>| before == Some(&true) || is_open.get());
    move || was_open.get().then(|| nodes(children.clone(), &place))
}
