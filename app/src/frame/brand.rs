use leptos::prelude::*;

/// Mark and name of the product; leads home. Outside the frame nobody knows who is signed in, so there the server has to be
/// asked: `external`.
#[component]
pub fn Brand(#[prop(optional)] external: bool) -> impl IntoView {
    view! {
        <a class="brand" href="/" rel=external.then_some("external")>
            <svg class="brand__mark" viewBox="0 0 24 24" aria-hidden="true">
                <path class="brand__arc" d="M4 5a15 15 0 0 0 16 14.5"></path>
                <path class="brand__arm" d="M4 5l8 11.5M4 5l14 7"></path>
                <circle class="brand__eye" cx="4.5" cy="5" r="2"></circle>
            </svg>
            "Sextant"
        </a>
    }
}
