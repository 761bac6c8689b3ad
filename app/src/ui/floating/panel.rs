use leptos::{ev::KeyboardEvent, html::Div, prelude::*};

use crate::ui::classes::classes;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PanelKind {
    /// Closes by itself on Escape and on a click elsewhere; the focus moves into it and back again.
    Auto,
    /// Opens and closes by its signal alone; the focus stays where it is.
    Manual,
}

/// The popover of a component whose wrapper has the class `anchor`. Its children exist only while it is open. In the browser
/// the signal and the element always agree, whichever of them changes first.
#[component]
pub fn Panel(
    #[prop(optional, into)] class: String,
    id: String,
    kind: PanelKind,
    open: RwSignal<bool>,
    #[prop(optional)] role: Option<&'static str>,
    #[prop(optional, into)] label: Signal<Option<String>>,
    /// Hears the keys that are pressed inside.
    #[prop(optional)]
    on_key: Option<Callback<KeyboardEvent>>,
    children: ChildrenFn,
) -> impl IntoView {
    let panel = NodeRef::<Div>::new();
    let content = move || {
        open.get().then(|| {
            shown(panel, kind);
            children()
        })
    };
    view! {
        <div
            class=classes("panel", &class)
            id=id
            popover=if kind == PanelKind::Auto { "auto" } else { "manual" }
            role=role
            aria-label=move || label.get()
            node_ref=panel
            on:beforetoggle=move |event| before_toggle(&event, open)
            on:toggle=move |event| toggled(&event, kind, open)
            on:keydown=move |event| {
                if let Some(on_key) = on_key {
                    on_key.run(event);
                }
            }
        >
            {content}
        </div>
    }
    .into_any()
}

#[cfg(not(feature = "hydrate"))]
fn shown(_: NodeRef<Div>, _: PanelKind) {}

#[cfg(not(feature = "hydrate"))]
fn before_toggle(_: &leptos::ev::Event, _: RwSignal<bool>) {}

#[cfg(not(feature = "hydrate"))]
fn toggled(_: &leptos::ev::Event, _: PanelKind, _: RwSignal<bool>) {}

#[cfg(feature = "hydrate")]
use browser::{before_toggle, shown, toggled};

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::{ev::Event, html::Div, prelude::*};
    use wasm_bindgen::JsCast as _;
    use web_sys::HtmlElement;

    use super::PanelKind;
    use crate::ui::focus;

    /// Shows the element once its children are in it, and hides it before they go: the platform then still knows where the
    /// focus was.
    pub fn shown(panel: NodeRef<Div>, kind: PanelKind) {
        Effect::new(move |_| {
            let Some(panel) = panel.get_untracked() else { return };
            if !is_open(&panel) {
                _ = panel.show_popover();
            }
            // While the platform is about to show it, nothing in it takes the focus yet: `toggled` comes next.
            if kind == PanelKind::Auto && is_open(&panel) {
                focus::into(&panel);
            }
        });
        on_cleanup(move || {
            if let Some(panel) = panel.try_get_untracked().flatten().filter(|panel| is_open(panel)) {
                if kind == PanelKind::Auto {
                    give_back(&panel);
                }
                _ = panel.hide_popover();
            }
        });
    }

    /// The button's own `popovertarget` opened it: the children must be there before it is seen.
    pub fn before_toggle(event: &Event, open: RwSignal<bool>) {
        if element(event).is_some_and(|panel| !is_open(&panel)) && !open.get_untracked() {
            open.set(true);
        }
    }

    /// It was opened, or closed by Escape or by a click elsewhere.
    pub fn toggled(event: &Event, kind: PanelKind, open: RwSignal<bool>) {
        let Some(panel) = element(event) else { return };
        if is_open(&panel) {
            if kind == PanelKind::Auto && !focus::is_in(&panel) {
                focus::into(&panel);
            }
            return;
        }
        give_back(&panel);
        if open.get_untracked() {
            open.set(false);
        }
    }

    /// The focus goes back to the button, unless the person has put it elsewhere.
    fn give_back(panel: &HtmlElement) {
        let active = document().active_element();
        let is_lost = active.is_none_or(|active| active.tag_name() == "BODY" || panel.contains(Some(&active)));
        let button = document().query_selector(&format!("[popovertarget={:?}]", panel.id())).ok().flatten();
        if let Some(button) = button.filter(|_| is_lost).and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
            _ = button.focus();
        }
    }

    fn is_open(panel: &HtmlElement) -> bool {
        panel.matches(":popover-open").unwrap_or(false)
    }

    /// These events do not bubble, but those of panels within it do no harm either way.
    fn element(event: &Event) -> Option<HtmlElement> {
        event.current_target()?.dyn_into().ok()
    }
}
