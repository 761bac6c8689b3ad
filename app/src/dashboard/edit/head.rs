use leptos::prelude::*;
use sx_model::position::{Edit, SIZE_LIMIT};

use super::{
    editor::Editor,
    properties::PropertiesDialog,
    saving::{publish, save},
};
use crate::ui::{Alert, Button, ButtonLink, Icon, IconButton, Look, Switch, Tone};

/// The title, and what is done with the whole.
#[component]
pub fn Head(slug: Option<String>) -> impl IntoView {
    let editor = Editor::of_page();
    let properties = RwSignal::new(false);
    let is_changed = Memo::new(move |_| editor.is_changed());
    let history = editor.history;
    let (can_undo, can_redo) =
        (Memo::new(move |_| history.with(|it| it.can_undo())), Memo::new(move |_| history.with(|it| it.can_redo())));
    let href = format!("/dashboard/{}", slug.unwrap_or_else(|| editor.id.to_string()));
    view! {
        <div class="page__head edit-head">
            <TitleField/>
            <Switch
                label="Published"
                checked=editor.published
                on_change=move |published| publish(editor, published)
            />
            <span class="edit-head__status" role="status">{move || editor.status.with(|status| status.text())}</span>
            <div class="page__actions">
                <IconButton
                    label="Undo"
                    icon=Icon::Undo
                    disabled=Signal::derive(move || !can_undo.get())
                    on_click=move |()| editor.undo()
                />
                <IconButton
                    label="Redo"
                    icon=Icon::Redo
                    disabled=Signal::derive(move || !can_redo.get())
                    on_click=move |()| editor.redo()
                />
                <IconButton label="Properties" icon=Icon::Settings on_click=move |()| properties.set(true)/>
                <ButtonLink href=href>"Close"</ButtonLink>
                <Button disabled=Signal::derive(move || !is_changed.get()) on_click=move |()| discard(editor)>
                    "Discard"
                </Button>
                <Button
                    look=Look::Primary
                    icon=Icon::Save
                    disabled=Signal::derive(move || !is_changed.get())
                    on_click=move |()| save(editor)
                >
                    "Save"
                </Button>
            </div>
        </div>
        <SizeWarning/>
        <PropertiesDialog open=properties/>
    }
    .into_any()
}

/// The heading is the field: what is typed there is the dashboard's title.
#[component]
fn TitleField() -> impl IntoView {
    let editor = Editor::of_page();
    let title = Memo::new(move |_| editor.with(|position| position.title().to_owned()));
    view! {
        <h1 class="visually-hidden">{move || format!("Edit {}", title.get())}</h1>
        <input
            class="edit-head__title"
            type="text"
            aria-label="Title of the dashboard"
            autocomplete="off"
            spellcheck="false"
            maxlength="500"
            value=title.get_untracked()
            prop:value=move || title.get()
            on:input=move |event| {
                editor.apply_in(Edit::Retitle { title: event_target_value(&event) }, Some("title"));
            }
            on:blur=move |_| editor.end_group()
        />
    }
}

#[component]
fn SizeWarning() -> impl IntoView {
    let editor = Editor::of_page();
    let size = Memo::new(move |_| editor.large_size());
    move || {
        size.get().map(|size| view! {
            <Alert tone=Tone::Warn>
                {format!("The layout has {size} of at most {SIZE_LIMIT} characters. Beyond that it cannot be saved.")}
            </Alert>
        })
    }
}

/// Back to what is saved, as a step that can be undone.
fn discard(editor: Editor) {
    let saved = editor.saved.with_untracked(|(position, _)| position.clone());
    editor.replace(saved);
    let undo = Callback::new(move |()| editor.undo());
    let toast = crate::ui::Toast { text: "Changes discarded.".to_owned(), tone: Tone::Neutral, action: None };
    editor.toasts().show(toast.with_action("Undo", undo));
}
