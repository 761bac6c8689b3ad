use leptos::prelude::*;

use super::{Icon, IconView};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    #[default]
    Plain,
    /// The one thing that a page is for.
    Primary,
    /// Without a border, in bars and tiles.
    Quiet,
}

impl Look {
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "button",
            Self::Primary => "button button--primary",
            Self::Quiet => "button button--quiet",
        }
    }
}

#[component]
pub fn Button(
    #[prop(optional)] look: Look,
    /// Sends the form that it stands in.
    #[prop(optional)]
    submit: bool,
    #[prop(optional)] icon: Option<Icon>,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(optional, into)] on_click: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let click = move |_| {
        if let Some(on_click) = on_click {
            on_click.run(());
        }
    };
    view! {
        <button
            class=look.class()
            type=if submit { "submit" } else { "button" }
            aria-busy=move || busy.get().then_some("true")
            on:click=click
        >
            {icon.map(|icon| view! { <IconView icon/> })}
            {children()}
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub fn ButtonLink(
    #[prop(into)] href: String,
    #[prop(optional)] look: Look,
    /// The browser loads the page anew, by the server.
    #[prop(optional)]
    external: bool,
    children: Children,
) -> impl IntoView {
    view! { <a class=look.class() href=href rel=external.then_some("external")>{children()}</a> }
}
