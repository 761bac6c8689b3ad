use leptos::prelude::*;

#[derive(Clone, Debug)]
pub struct TabItem {
    pub id: String,
    pub text: String,
    /// The address that shows this tab: the headers are links, so they work without WASM.
    pub href: Signal<String>,
}

/// The headers of tabs, after the ARIA pattern: one stop of the Tab key, arrows move and select. The router turns their
/// clicks into a change of the address without a page load.
#[component]
pub fn TabList(
    #[prop(into)] label: String,
    items: Vec<TabItem>,
    #[prop(into)] selected: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="tabs" role="tablist" aria-label=label on:keydown=on_key>
            {items.into_iter().map(|item| view! { <TabHeader item selected/> }).collect_view()}
        </div>
    }
}

/// The id of the header of a tab; its panel names it in `aria-labelledby`.
pub fn tab_id(id: &str) -> String {
    format!("tab-{id}")
}

pub fn panel_id(id: &str) -> String {
    format!("panel-{id}")
}

#[component]
fn TabHeader(item: TabItem, selected: Signal<String>) -> impl IntoView {
    let TabItem { id, text, href } = item;
    let (own_id, panel) = (tab_id(&id), panel_id(&id));
    let is_selected = Signal::derive(move || *selected.read() == id);
    view! {
        <a
            class="tabs__tab"
            role="tab"
            id=own_id
            href=href
            data-noscroll=true
            aria-controls=panel
            aria-selected=move || if is_selected.get() { "true" } else { "false" }
            tabindex=move || if is_selected.get() { "0" } else { "-1" }
        >
            {text}
        </a>
    }
}

#[cfg(not(feature = "hydrate"))]
pub(super) fn on_key(_: leptos::ev::KeyboardEvent) {}

#[cfg(feature = "hydrate")]
pub(super) use browser::on_key;

/// The tab that a key leads to, of `count`; the ends meet.
#[cfg(any(feature = "hydrate", test))]
fn target(key: &str, current: u32, count: u32) -> Option<u32> {
    match key {
        "ArrowRight" => Some((current + 1) % count),
        "ArrowLeft" => Some((current + count - 1) % count),
        "Home" => Some(0),
        "End" => Some(count - 1),
        " " => Some(current),
        _ => None,
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::ev::KeyboardEvent;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlElement, NodeList};

    pub fn on_key(event: KeyboardEvent) {
        let Some((tabs, current)) = tabs_around(&event) else { return };
        let Some(next) = super::target(&event.key(), current, tabs.length()) else { return };
        let Some(tab) = tabs.item(next).and_then(|node| node.dyn_into::<HtmlElement>().ok()) else { return };
        event.prevent_default();
        _ = tab.focus();
        tab.click();
    }

    /// The headers of the list that the key was pressed in, and which of them has the focus.
    fn tabs_around(event: &KeyboardEvent) -> Option<(NodeList, u32)> {
        let pressed: Element = event.target()?.dyn_into().ok()?;
        let list = pressed.closest("[role=tablist]").ok()??;
        let tabs = list.query_selector_all("[role=tab]").ok()?;
        let current = (0..tabs.length()).find(|index| tabs.item(*index).as_ref() == Some(pressed.as_ref()))?;
        Some((tabs, current))
    }
}

#[cfg(test)]
mod tests {
    use super::target;

    #[test]
    fn arrows_go_around() {
        assert_eq!(target("ArrowRight", 2, 3), Some(0));
        assert_eq!(target("ArrowLeft", 0, 3), Some(2));
        assert_eq!(target("End", 0, 3), Some(2));
        assert_eq!(target("Home", 2, 3), Some(0));
        assert_eq!(target("a", 1, 3), None);
    }
}
