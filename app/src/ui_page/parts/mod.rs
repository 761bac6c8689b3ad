//! The components with moving parts: drag and drop, virtual table, split pane, code editor.

mod code;
mod crowd;
mod drag;
mod dragged;
mod split;
mod table;

use leptos::prelude::*;

#[component]
pub fn Parts() -> impl IntoView {
    view! {
        <drag::DragSection/>
        <crowd::Crowd/>
        <table::TableSection/>
        <split::SplitSection/>
        <code::CodeSection/>
    }
}
