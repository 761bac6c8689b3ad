//! Work that is not saved survives a crash, a closed tab and a lost connection: a second after the last step it is kept on the
//! server as a draft, and offered when the editor is opened again.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use sx_model::{EditorDraft, position::Position};

use super::{
    api::{discard_dashboard_draft, keep_dashboard_draft},
    editor::{Editor, KnownChart},
    later::Later,
    saving::Status,
};
use crate::ui::{Alert, Button, Look, Tone};

/// So long after the last step.
const WAIT: Duration = Duration::from_secs(1);

/// Keeps drafts as long as the page is open.
pub fn keep(editor: Editor) {
    let later = Later::new();
    Effect::watch(
        move || (editor.history.track(), editor.is_changed(), editor.offered.get()).1,
        move |is_changed, before, _| {
            later.stop();
            let status = editor.status.get_untracked();
            // While an older draft waits for a word it must not be written over.
            if matches!(status, Status::Saving) || editor.offered.get_untracked() {
                return;
            }
            match (*is_changed, before.copied().unwrap_or_default()) {
                (true, _) => {
                    if !matches!(status, Status::Newer(_)) {
                        editor.status.set(Status::Unsaved);
                    }
                    later.run(WAIT, move || write(editor));
                }
                // Undone to the start: there is nothing to keep.
                (false, true) => forget(editor),
                (false, false) => {}
            }
        },
        false,
    );
    on_cleanup(move || {
        let is_waiting = matches!(editor.status.try_get_untracked(), Some(Status::Unsaved | Status::DraftKept));
        if is_waiting && editor.offered.try_get_untracked() == Some(false) {
            send(editor);
            editor.say(Tone::Neutral, "Your changes are kept as a draft.".to_owned());
        }
    });
}

/// Only then all is said to be saved: who leaves at once would else be offered the draft again.
fn forget(editor: Editor) {
    spawn_local(async move {
        _ = discard_dashboard_draft(editor.id).await;
        if !editor.history.is_disposed() && !untrack(|| editor.is_changed()) {
            _ = editor.status.try_set(Status::Saved);
        }
    });
}

fn write(editor: Editor) {
    let Some(true) = editor.history.try_with_untracked(|_| untrack(|| editor.is_changed())) else { return };
    send(editor);
}

fn send(editor: Editor) {
    let position_json = editor.with_untracked(Position::to_json);
    let based_on = editor.saved.with_untracked(|(_, based_on)| based_on.clone());
    spawn_local(async move {
        let kept = keep_dashboard_draft(editor.id, position_json, based_on).await;
        if kept.is_ok() && editor.status.try_get_untracked() == Some(Status::Unsaved) {
            _ = editor.status.try_set(Status::DraftKept);
        }
    });
}

/// “You have changes that were not saved.”
#[component]
pub fn DraftOffer(draft: EditorDraft) -> impl IntoView {
    let editor = Editor::of_page();
    let saved_on = draft.saved_on.clone();
    let draft = StoredValue::new(draft);
    let go_on = move |()| {
        draft.with_value(|draft| continue_with(editor, draft));
        editor.offered.set(false);
    };
    let discard = move |()| {
        editor.offered.set(false);
        spawn_local(async move { _ = discard_dashboard_draft(editor.id).await });
    };
    view! {
        <Alert tone=Tone::Neutral>
            <span class="edit-offer">
                {format!("You have changes from {saved_on} that were not saved.")}
                <Button look=Look::Primary on_click=go_on>"Continue"</Button>
                <Button on_click=discard>"Discard"</Button>
            </span>
        </Alert>
    }
    .into_any()
}

/// The draft becomes a step, so undo leads back to what is saved. Its base stays: saving it over somebody's newer version is
/// noticed.
fn continue_with(editor: Editor, draft: &EditorDraft) {
    let Ok(position) = Position::parse(&draft.position_json) else { return };
    editor.remember(draft.charts.iter().map(KnownChart::from));
    if let Some(based_on) = &draft.based_on {
        editor.saved.update(|saved| saved.1.clone_from(based_on));
    }
    editor.replace(position);
}
