use leptos::prelude::*;
use sx_model::{Background, HeaderSize};

/// A heading on the grid.
#[component]
pub fn HeaderTile(text: String, size: HeaderSize, background: Background) -> impl IntoView {
    let size = match size {
        HeaderSize::Small => "grid-heading--small",
        HeaderSize::Medium => "grid-heading--medium",
        HeaderSize::Large => "grid-heading--large",
    };
    let surface = match background {
        Background::Transparent => "",
        Background::White => " surface",
    };
    view! { <h2 class=format!("grid-heading {size}{surface}")>{text}</h2> }
}
