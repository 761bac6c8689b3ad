use leptos::prelude::*;

use super::{drag_source, use_drag};
use crate::ui::{Icon, IconView};

/// A box that can be dragged. Without a handle the whole box is the tab stop, so it should hold no buttons.
#[component]
pub fn DragSource<T: Clone + Send + Sync + 'static>(
    #[prop(optional, into)] class: String,
    /// Read when a drag begins.
    #[prop(into)]
    payload: Signal<T>,
    /// What is dragged, as it is told and as it follows the pointer.
    #[prop(into)]
    label: Signal<String>,
    /// Only a `DragHandle` inside begins a drag, and has the tab stop.
    #[prop(optional)]
    has_handle: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let source = use_drag::<T>().source(payload, label, has_handle).disabled_when(disabled);
    view! { <div class=class use:drag_source=source>{children()}</div> }
}

/// The part of a source that it is dragged by. By touch it drags at once, for nobody scrolls there.
#[component]
pub fn DragHandle(
    /// The same as that of the source.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="drag-handle"
            data-drag-handle
            aria-label=move || format!("Move {}", label.read())
            aria-roledescription="draggable"
            aria-describedby="drag-help"
        >
            <IconView icon=Icon::DragHandle/>
        </button>
    }
}
