use leptos::prelude::*;
use leptos_meta::Title;

/// The page's title where it follows what it reads. On the server it is read here: `leptos_meta` asks for it when the head is
/// sent, perhaps on another thread, where the signals of this request are not found.
#[component]
pub fn LiveTitle(text: impl Fn() -> String + Send + Sync + 'static) -> impl IntoView {
    #[cfg(feature = "ssr")]
    let text = {
        let text = untrack(text);
        move || text.clone()
    };
    view! { <Title text/> }
}
