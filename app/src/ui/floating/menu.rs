use leptos::prelude::*;

use super::{MenuItem, Panel, PanelKind, menu_item::Act};
use crate::ui::{Icon, IconView, classes::classes, use_id};

/// A button that opens a list of commands, after the ARIA pattern: arrows, Home, End and first letters move, Enter and Space
/// choose, Escape and Tab close. Without `text` the button is only the icon, named by `label`.
#[component]
pub fn Menu(
    #[prop(optional, into)] class: String,
    /// The name of the menu.
    #[prop(into)]
    label: Signal<String>,
    #[prop(default = Icon::More)] icon: Icon,
    #[prop(optional, into)] text: Option<String>,
    #[prop(into)] items: Signal<Vec<MenuItem>>,
    #[prop(default = "button button--quiet".to_owned(), into)] trigger_class: String,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    let id = use_id();
    let open = RwSignal::new(false);
    let is_bare = text.is_none();
    let lines = move || items.get().into_iter().map(|item| view! { <Line item open/> }).collect_view().into_any();
    view! {
        <span class=classes("anchor", &class)>
            <button
                class=if is_bare { classes(&trigger_class, "button--icon") } else { trigger_class }
                type="button"
                popovertarget=id.clone()
                disabled=move || disabled.get()
                aria-haspopup="menu"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-label=move || is_bare.then(|| label.get())
                data-tooltip=move || is_bare.then(|| label.get())
                on:keydown=move |event| {
                    if event.key() == "ArrowDown" && !open.get_untracked() {
                        event.prevent_default();
                        open.set(true);
                    }
                }
            >
                <IconView icon/>
                {text}
            </button>
            <Panel
                class="menu"
                id
                kind=PanelKind::Auto
                open
                role="menu"
                label=Signal::derive(move || Some(label.get()))
                on_key=Callback::new(on_key)
            >
                {lines}
            </Panel>
        </span>
    }
    .into_any()
}

#[component]
fn Line(item: MenuItem, open: RwSignal<bool>) -> impl IntoView {
    let role = if item.checked.is_some() { "menuitemcheckbox" } else { "menuitem" };
    let class = if item.is_danger { "menu__item menu__item--danger" } else { "menu__item" };
    let is_disabled = item.disabled.is_some();
    let text = view! {
        {item.icon.map(|icon| view! { <IconView icon/> })}
        <span class="menu__text">{item.label}</span>
        {item.checked.filter(|checked| *checked).map(|_| view! { <IconView icon=Icon::Check/> })}
        {item.disabled.map(|why| view! { <span class="menu__why">{why}</span> })}
    };
    let close = move || open.set(false);
    match item.act {
        Act::Separator => view! { <hr class="menu__line"/> }.into_any(),
        Act::Link(href) if !is_disabled => view! {
            <a class=class role=role tabindex="-1" href=href on:click=move |_| close()>{text}</a>
        }
        .into_any(),
        Act::Link(_) => view! {
            <button class=class type="button" role=role tabindex="-1" aria-disabled="true">{text}</button>
        }
        .into_any(),
        Act::Run(run) => view! {
            <button
                class=class
                type="button"
                role=role
                tabindex="-1"
                aria-checked=item.checked.map(|checked| if checked { "true" } else { "false" })
                aria-disabled=is_disabled.then_some("true")
                on:click=move |_| {
                    if !is_disabled {
                        // Closed first, so that what the command opens keeps the focus.
                        close();
                        run.run(());
                    }
                }
            >
                {text}
            </button>
        }
        .into_any(),
    }
}

#[cfg(not(feature = "hydrate"))]
fn on_key(_: leptos::ev::KeyboardEvent) {}

#[cfg(feature = "hydrate")]
use browser::on_key;

/// The line that a key leads to, of `texts`; the ends meet. A letter goes to the next line that begins with it.
#[cfg(any(feature = "hydrate", test))]
fn target(key: &str, current: Option<usize>, texts: &[String]) -> Option<usize> {
    let count = texts.len();
    let last = count.checked_sub(1)?;
    match key {
        "ArrowDown" => Some(current.map_or(0, |current| (current + 1) % count)),
        "ArrowUp" => Some(current.map_or(last, |current| (current + last) % count)),
        "Home" => Some(0),
        "End" => Some(last),
        letter if letter != " " && letter.chars().count() == 1 => {
            let start = current.map_or(0, |current| current + 1);
            let wanted = letter.to_lowercase();
            (start..start + count)
                .map(|index| index % count)
                .find(|index| texts[*index].to_lowercase().starts_with(&wanted))
        }
        _ => None,
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::{ev::KeyboardEvent, prelude::document};
    use wasm_bindgen::JsCast as _;
    use web_sys::{Element, HtmlElement};

    use crate::ui::focus;

    pub fn on_key(event: KeyboardEvent) {
        let Some(menu) = event.current_target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) else {
            return;
        };
        if event.key() == "Tab" {
            // The focus goes back to the button, and the key moves on from there.
            _ = menu.hide_popover();
            return;
        }
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let lines = lines(&menu);
        let texts: Vec<String> = lines.iter().map(|line| line.text_content().unwrap_or_default()).collect();
        let active = document().active_element();
        let current = lines.iter().position(|line| Some(line) == active.as_ref());
        if let Some(line) = super::target(&event.key(), current, &texts).and_then(|index| lines.get(index)) {
            event.prevent_default();
            focus::to(line);
        }
    }

    fn lines(menu: &Element) -> Vec<Element> {
        let Ok(found) = menu.query_selector_all("[role^=menuitem]") else { return Vec::new() };
        (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::target;

    #[test]
    fn keys_move_through_the_lines() {
        let texts = ["Copy", "Cut", "Paste"].map(str::to_owned);
        assert_eq!(target("ArrowDown", None, &texts), Some(0));
        assert_eq!(target("ArrowDown", Some(2), &texts), Some(0));
        assert_eq!(target("ArrowUp", Some(0), &texts), Some(2));
        assert_eq!(target("Home", Some(2), &texts), Some(0));
        assert_eq!(target("End", Some(0), &texts), Some(2));
        assert_eq!(target("c", Some(0), &texts), Some(1));
        assert_eq!(target("C", Some(1), &texts), Some(0));
        assert_eq!(target("x", Some(1), &texts), None);
        assert_eq!(target("Enter", Some(1), &texts), None);
        assert_eq!(target("ArrowDown", None, &[]), None);
    }
}
