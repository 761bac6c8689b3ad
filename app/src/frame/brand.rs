use leptos::prelude::*;

/// Mark and name of the product; leads home. Outside the frame nobody knows who is signed in, so there the server has to be
/// asked: `external`.
#[component]
pub fn Brand(#[prop(optional)] external: bool) -> impl IntoView {
    view! {
        <a class="brand" href="/" rel=external.then_some("external")>
            <svg class="brand__mark" viewBox="0 0 24 24" aria-hidden="true">
                <path class="brand__frame" d="M12 4L4 17.5a15.5 15.5 0 0 0 16 0z"></path>
                <path class="brand__arm" d="M12 4l2.8 16.5"></path>
                <circle class="brand__eye" cx="12" cy="4" r="2"></circle>
            </svg>
            "Sextant"
        </a>
    }
}
