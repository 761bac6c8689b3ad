use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;
use sx_model::{Background, HeaderSize};

use super::{
    super::{api::preview_markdown, editor::Editor, face::Face, later::Later},
    list::NodeList,
};

/// So long after the last letter.
const WAIT: Duration = Duration::from_millis(250);

/// The text as it will be shown. What is typed is rendered by the server, which also sanitises it; until it answers the text
/// before stands there.
#[component]
pub fn MarkdownNode(face: Memo<Face>) -> impl IntoView {
    let editor = Editor::of_page();
    let code = Memo::new(move |_| face.read().code.clone());
    preview(editor, code);
    let html = Memo::new(move |before: Option<&String>| {
        let known = editor.texts.with(|texts| code.with(|code| texts.get(code).cloned()));
        known.or_else(|| before.cloned()).unwrap_or_default()
    });
    let is_empty = Memo::new(move |_| code.read().trim().is_empty());
    view! {
        <section class="tile tile--markdown">
            <div class="markdown" inner_html=move || html.get()></div>
            {move || is_empty.get().then(|| view! { <p class="edit-list__empty">"Empty text. Press F2 to write."</p> })}
        </section>
    }
    .into_any()
}

fn preview(editor: Editor, code: Memo<String>) {
    let later = Later::new();
    Effect::new(move |_| {
        let code = code.get();
        later.stop();
        if editor.texts.with_untracked(|texts| texts.contains_key(&code)) {
            return;
        }
        later.run(WAIT, move || {
            spawn_local(async move {
                if let Ok(html) = preview_markdown(code.clone()).await {
                    _ = editor.texts.try_update(|texts| texts.insert(code, html));
                }
            });
        });
    });
}

#[component]
pub fn HeaderNode(face: Memo<Face>) -> impl IntoView {
    let class = move || {
        face.with(|face| {
            let size = match face.header_size {
                HeaderSize::Small => "small",
                HeaderSize::Medium => "medium",
                HeaderSize::Large => "large",
            };
            let surface = if face.background == Background::White { " surface" } else { "" };
            format!("grid-heading grid-heading--{size}{surface}")
        })
    };
    let text = Memo::new(move |_| {
        face.with(|face| if face.text.is_empty() { "Empty header".into() } else { face.text.clone() })
    });
    view! { <h2 class=class>{move || text.get()}</h2> }.into_any()
}

#[component]
pub fn DividerNode() -> impl IntoView {
    view! { <hr class="divider"/> }.into_any()
}

/// Kept as it came, with what it holds.
#[component]
pub fn UnknownNode(id: String, face: Memo<Face>) -> impl IntoView {
    let type_name = Editor::of_page().with_untracked(|position| position.type_name(&id).to_owned());
    view! {
        <section class="tile edit-unknown">
            <p class="edit-list__empty">{format!("An element of the type {type_name}. It is kept as it is.")}</p>
            <NodeList face/>
        </section>
    }
    .into_any()
}
