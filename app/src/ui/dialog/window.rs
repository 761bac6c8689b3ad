use leptos::prelude::*;

use super::modal::Modal;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DialogSize {
    /// A question.
    Small,
    /// A form.
    #[default]
    Medium,
    /// Two columns, a table, an editor.
    Large,
}

impl DialogSize {
    fn class(self) -> &'static str {
        match self {
            Self::Small => "dialog dialog--small",
            Self::Medium => "dialog",
            Self::Large => "dialog dialog--large",
        }
    }
}

/// A window over the page; on a narrow screen a sheet from below. The focus goes to the first field (or to what has
/// `autofocus`) and afterwards back to where it was. Escape and the cross close it. Errors of its form belong inside, as an
/// `Alert`: what is outside cannot be reached meanwhile.
#[component]
pub fn Dialog(
    #[prop(into)] title: Signal<String>,
    open: RwSignal<bool>,
    #[prop(optional)] size: DialogSize,
    /// The buttons.
    #[prop(optional, into)]
    footer: Option<ViewFn>,
    /// It was dismissed: by Escape or by the cross.
    #[prop(optional, into)]
    on_close: Option<Callback<()>>,
    children: ChildrenFn,
) -> impl IntoView {
    view! { <Modal class=size.class().to_owned() title open footer on_close children/> }
}
