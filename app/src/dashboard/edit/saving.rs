//! Saving, and what may come in between.

use leptos::{prelude::*, task::spawn_local};
use sx_model::{DashboardSave, DashboardSaved, NewerDashboard, position::Position};

use super::{api::save_dashboard_editor, editor::Editor};
use crate::ui::{Toast, Tone};

/// What the head says about the work.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    Saved,
    /// Not even as a draft yet.
    Unsaved,
    DraftKept,
    Saving,
    /// Somebody saved in between: the dialog asks what to do.
    Newer(NewerDashboard),
}

impl Status {
    pub fn text(&self) -> &'static str {
        match self {
            Self::Saved => "Saved",
            Self::Unsaved => "Not saved yet",
            Self::DraftKept => "Draft kept",
            Self::Saving => "Saving…",
            Self::Newer(_) => "Not saved: there is a newer version",
        }
    }
}

/// Saves what is there now, if it is not what is saved already.
pub fn save(editor: Editor) {
    if untrack(|| editor.is_changed()) && editor.status.get_untracked() != Status::Saving {
        let based_on = editor.saved.with_untracked(|(_, based_on)| based_on.clone());
        save_over(editor, based_on);
    }
}

/// Saves over the version `based_on`.
pub fn save_over(editor: Editor, based_on: String) {
    let position = editor.with_untracked(Position::clone);
    let save = DashboardSave {
        based_on: Some(based_on),
        title: Some(position.title().to_owned()),
        position_json: Some(position.to_json()),
        published: None,
    };
    editor.end_group();
    editor.status.set(Status::Saving);
    spawn_local(async move {
        match save_dashboard_editor(editor.id, save).await {
            Ok(DashboardSaved::Saved { based_on }) => {
                _ = editor.saved.try_set((position, based_on));
                let is_changed = editor.history.is_disposed() || untrack(|| editor.is_changed());
                _ = editor.status.try_set(if is_changed { Status::Unsaved } else { Status::Saved });
            }
            Ok(DashboardSaved::Newer(newer)) => _ = editor.status.try_set(Status::Newer(newer)),
            Err(failure) => {
                _ = editor.status.try_set(Status::Unsaved);
                editor.toasts().show(Toast::bad(failure.to_string()));
            }
        }
    });
}

/// At once, without the layout.
pub fn publish(editor: Editor, published: bool) {
    let before = editor.published.get_untracked();
    let based_on = editor.saved.with_untracked(|(_, based_on)| based_on.clone());
    let save = DashboardSave { based_on: Some(based_on), published: Some(published), ..DashboardSave::default() };
    editor.published.set(published);
    spawn_local(async move {
        match save_dashboard_editor(editor.id, save).await {
            Ok(DashboardSaved::Saved { based_on }) => {
                _ = editor.saved.try_update(|saved| saved.1 = based_on);
                let text = if published { "Published." } else { "Now a draft." };
                editor.say(Tone::Good, text.to_owned());
            }
            Ok(DashboardSaved::Newer(newer)) => {
                _ = editor.published.try_set(before);
                _ = editor.status.try_set(Status::Newer(newer));
            }
            Err(failure) => {
                _ = editor.published.try_set(before);
                editor.toasts().show(Toast::bad(failure.to_string()));
            }
        }
    });
}
