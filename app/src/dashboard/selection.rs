//! Which tabs are open. `?tab=` names tabs by id with commas between; a group that none of them belongs to shows its first.

use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use std::sync::Arc;
use sx_model::{Node, NodeBody, Tab};

use crate::url_text;

const PARAMETER: &str = "tab";

/// The open tabs of the page, as its URL says.
#[derive(Clone, Copy)]
pub struct Selection {
    query: Memo<ParamsMap>,
}

impl Selection {
    pub fn from_url() -> Self {
        Self { query: use_query_map() }
    }

    /// The id of the open tab of a group.
    pub fn selected(self, group: &Group) -> String {
        let query = self.query.read();
        group.selected(query.get_str(PARAMETER).unwrap_or_default()).to_owned()
    }

    /// The address of the page with this tab of the group open, and all else as it is.
    pub fn href(self, group: &Group, tab: &str) -> String {
        let query = self.query.get();
        let opened = group.open(query.get_str(PARAMETER).unwrap_or_default(), tab);
        let others: Vec<_> = query.into_iter().filter(|(key, _)| key != PARAMETER).collect();
        let others = others.iter().map(|(key, value)| (&**key, value.as_str()));
        url_text::query(others.chain([(PARAMETER, opened.as_str())]))
    }
}

/// The tabs of one group, each with the tabs that lie inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group(Arc<[(String, Vec<String>)]>);

impl Group {
    pub fn of(tabs: &[Tab]) -> Self {
        Self(tabs.iter().map(|tab| (tab.id.clone(), inner_tabs(&tab.children))).collect())
    }

    /// A tab named itself comes before one that is named through a tab inside it.
    fn selected<'a>(&'a self, named: &str) -> &'a str {
        let named: Vec<&str> = named.split(',').collect();
        let itself = self.0.iter().find(|(id, _)| named.contains(&id.as_str()));
        let through = || self.0.iter().find(|(_, inner)| inner.iter().any(|id| named.contains(&id.as_str())));
        itself.or_else(through).or_else(|| self.0.first()).map(|(id, _)| id.as_str()).unwrap_or_default()
    }

    /// Tabs of other groups stay named.
    fn open(&self, named: &str, tab: &str) -> String {
        let others = named.split(',').filter(|id| !id.is_empty() && self.0.iter().all(|(own, _)| own != id));
        others.chain([tab]).collect::<Vec<_>>().join(",")
    }
}

fn inner_tabs(nodes: &[Node]) -> Vec<String> {
    let mut found = Vec::new();
    for node in nodes {
        match &node.body {
            NodeBody::Tabs { tabs } => {
                for tab in tabs {
                    found.push(tab.id.clone());
                    found.extend(inner_tabs(&tab.children));
                }
            }
            NodeBody::Row { children, .. } | NodeBody::Column { children, .. } => found.extend(inner_tabs(children)),
            NodeBody::Chart(_) | NodeBody::Markdown { .. } | NodeBody::Header { .. } | NodeBody::Divider => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tab(id: &str, children: Vec<Node>) -> Tab {
        Tab { id: id.into(), text: id.into(), children }
    }

    /// `a`, and `b` that holds a row with the tabs `b1` and `b2`.
    fn group() -> Group {
        let inner =
            Node { id: "TABS-inner".into(), body: NodeBody::Tabs { tabs: vec![tab("b1", vec![]), tab("b2", vec![])] } };
        let row =
            Node { id: "ROW".into(), body: NodeBody::Row { children: vec![inner], background: Default::default() } };
        Group::of(&[tab("a", vec![]), tab("b", vec![row])])
    }

    #[test]
    fn the_first_tab_is_open_where_the_url_says_nothing() {
        assert_eq!(group().selected(""), "a");
        assert_eq!(group().selected("gone"), "a");
        assert_eq!(Group::of(&[]).selected("a"), "");
    }

    #[test]
    fn a_tab_inside_opens_those_around_it() {
        assert_eq!(group().selected("b"), "b");
        assert_eq!(group().selected("b2"), "b");
        assert_eq!(group().selected("b2,a"), "a", "named itself wins");
    }

    #[test]
    fn opening_a_tab_closes_its_siblings_only() {
        assert_eq!(group().open("", "b"), "b");
        assert_eq!(group().open("a", "b"), "b");
        assert_eq!(group().open("b2,a", "b"), "b2,b", "the inner group stays as it was");
    }
}
