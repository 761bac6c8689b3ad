use leptos::{ev::MouseEvent, prelude::*};

use super::{Icon, IconView, classes::classes};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    #[default]
    Plain,
    /// The one thing that a page is for.
    Primary,
    /// Without a border, in bars and tiles.
    Quiet,
    /// Takes something away.
    Danger,
}

impl Look {
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Plain => "button",
            Self::Primary => "button button--primary",
            Self::Quiet => "button button--quiet",
            Self::Danger => "button button--danger",
        }
    }
}

#[component]
pub fn Button(
    #[prop(optional, into)] class: String,
    #[prop(optional)] look: Look,
    /// Sends the form that it stands in.
    #[prop(optional)]
    submit: bool,
    /// The id of the form that it sends, where it stands outside of it.
    #[prop(optional, into)]
    form: Option<String>,
    #[prop(optional)] icon: Option<Icon>,
    /// Its work is under way: further clicks do nothing.
    #[prop(optional, into)]
    busy: Signal<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
    /// Why it is disabled. With a reason it can still be focused, and its tooltip says the reason.
    #[prop(optional, into)]
    reason: Signal<Option<String>>,
    /// Where its text alone does not say enough.
    #[prop(optional, into)]
    aria_label: Signal<Option<String>>,
    #[prop(optional, into)] on_click: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let explained = Signal::derive(move || disabled.get().then(|| reason.get()).flatten());
    let click = move |event: MouseEvent| {
        if busy.get_untracked() || disabled.get_untracked() {
            event.prevent_default();
        } else if let Some(on_click) = on_click {
            on_click.run(());
        }
    };
    view! {
        <button
            class=classes(look.class(), &class)
            type=if submit { "submit" } else { "button" }
            form=form
            disabled=move || disabled.get() && explained.read().is_none()
            aria-disabled=move || explained.read().is_some().then_some("true")
            aria-busy=move || busy.get().then_some("true")
            aria-label=move || aria_label.get()
            data-tooltip=move || explained.get()
            on:click=click
        >
            {icon.map(|icon| view! { <IconView icon/> })}
            {children()}
        </button>
    }
    .into_any()
}

/// A link that looks like a button.
#[component]
pub fn ButtonLink(
    #[prop(into)] href: String,
    #[prop(optional)] look: Look,
    #[prop(optional)] icon: Option<Icon>,
    /// The browser loads the page anew, by the server.
    #[prop(optional)]
    external: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <a class=look.class() href=href rel=external.then_some("external")>
            {icon.map(|icon| view! { <IconView icon/> })}
            {children()}
        </a>
    }
    .into_any()
}
