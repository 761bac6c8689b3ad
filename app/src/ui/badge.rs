use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Neutral,
    Good,
    Accent,
    /// Something to look at.
    Warn,
    /// Something went wrong.
    Bad,
}

/// A word of state. The tone only underlines what the word says.
#[component]
pub fn Badge(tone: Tone, children: Children) -> impl IntoView {
    let class = match tone {
        Tone::Neutral => "badge",
        Tone::Good => "badge badge--good",
        Tone::Accent => "badge badge--accent",
        Tone::Warn => "badge badge--warn",
        Tone::Bad => "badge badge--bad",
    };
    view! { <span class=class>{children()}</span> }
}
