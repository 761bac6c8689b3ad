use leptos::prelude::*;

use crate::dashboard::grid::size_class;

/// Text that was rendered and sanitised by the server. It scrolls, so the keyboard must reach it.
#[component]
pub fn MarkdownTile(html: String, width: u32, height: u32) -> impl IntoView {
    view! {
        <section
            class=format!("tile tile--markdown {}", size_class(width, height))
            aria-label="Text"
            tabindex="0"
        >
            <div class="markdown" inner_html=html></div>
        </section>
    }
}
