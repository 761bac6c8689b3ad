use leptos::prelude::*;

use super::modal::Modal;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    Start,
    #[default]
    End,
}

/// A dialog along one side of the page, for what is long: settings, details.
#[component]
pub fn Drawer(
    #[prop(into)] title: Signal<String>,
    open: RwSignal<bool>,
    #[prop(optional)] side: Side,
    #[prop(optional, into)] footer: Option<ViewFn>,
    /// It was dismissed: by Escape or by the cross.
    #[prop(optional, into)]
    on_close: Option<Callback<()>>,
    children: ChildrenFn,
) -> impl IntoView {
    let class = match side {
        Side::Start => "dialog drawer drawer--start",
        Side::End => "dialog drawer",
    };
    view! { <Modal class=class.to_owned() title open footer on_close children/> }
}
