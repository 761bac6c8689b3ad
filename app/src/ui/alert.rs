use leptos::prelude::*;

use super::Tone;

/// A sentence that must be heard at once; with a tone other than `Bad`, one that can wait for its turn.
#[component]
pub fn Alert(#[prop(default = Tone::Bad)] tone: Tone, children: Children) -> impl IntoView {
    let (class, role) = match tone {
        Tone::Bad => ("alert", "alert"),
        Tone::Warn => ("alert alert--warn", "status"),
        Tone::Good => ("alert alert--good", "status"),
        Tone::Neutral | Tone::Accent => ("alert alert--info", "status"),
    };
    view! { <div class=class role=role>{children()}</div> }
}
