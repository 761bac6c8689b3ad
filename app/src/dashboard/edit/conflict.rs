use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use sx_model::{
    NewerDashboard,
    position::{DifferenceKind, Position},
};

use super::{
    api::{copy_dashboard_editor, discard_dashboard_draft, keep_dashboard_draft},
    editor::Editor,
    saving::{Status, save_over},
};
use crate::ui::{Button, Dialog, Look, Toast};

/// So many differences are told one by one.
const MOST: usize = 8;

/// Somebody saved in between: who, when, what they changed, and what to do about it.
#[component]
pub fn ConflictDialog() -> impl IntoView {
    let editor = Editor::of_page();
    let open = RwSignal::new(false);
    let newer = Memo::new(move |_| match editor.status.get() {
        Status::Newer(newer) => Some(newer),
        _ => None,
    });
    // The dialog is a part of the outside world to the status: it may also be dismissed, and the status stays.
    Effect::new(move |_| open.set(newer.read().is_some()));
    let body = move || newer.get().map(|newer| view! { <Told newer/> });
    view! {
        <Dialog title="Somebody saved in between" open footer=move || view! { <Choices newer open/> }>
            {body}
        </Dialog>
    }
    .into_any()
}

#[component]
fn Told(newer: NewerDashboard) -> impl IntoView {
    let editor = Editor::of_page();
    let by = newer.changed_by.unwrap_or_else(|| "Somebody".to_owned());
    let changes = editor.saved.with_untracked(|(base, _)| changes(base, &newer.position_json));
    let more = changes.len().saturating_sub(MOST);
    view! {
        <p>{format!("{by} saved this dashboard on {}. Your changes are not saved yet.", newer.changed_on)}</p>
        {if changes.is_empty() {
            view! { <p>"The layout is the same; properties were changed."</p> }.into_any()
        } else {
            view! {
                <h3 class="edit-conflict__title">{format!("What {by} changed")}</h3>
                <ul class="edit-conflict__list">
                    {changes.into_iter().take(MOST).map(|change| view! { <li>{change}</li> }).collect_view()}
                    {(more > 0).then(|| view! { <li>{format!("and {more} more")}</li> })}
                </ul>
            }
            .into_any()
        }}
    }
    .into_any()
}

fn changes(base: &Position, theirs: &str) -> Vec<String> {
    let Ok(theirs) = Position::parse(theirs) else { return Vec::new() };
    let mut told: Vec<String> = base
        .differences(&theirs)
        .into_iter()
        .map(|difference| {
            let verb = match difference.kind {
                DifferenceKind::Added => "Added",
                DifferenceKind::Removed => "Removed",
                DifferenceKind::Moved => "Moved",
                DifferenceKind::Changed => "Changed",
            };
            format!("{verb} {}", difference.label)
        })
        .collect();
    if base.title() != theirs.title() {
        told.insert(0, format!("Renamed the dashboard to {}", theirs.title()));
    }
    told
}

#[component]
fn Choices(newer: Memo<Option<NewerDashboard>>, open: RwSignal<bool>) -> impl IntoView {
    let editor = Editor::of_page();
    let navigate = use_navigate();
    let overwrite = move |()| {
        if let Some(newer) = newer.get_untracked() {
            open.set(false);
            save_over(editor, newer.based_on);
        }
    };
    let load = move |()| {
        let position_json = editor.with_untracked(Position::to_json);
        let based_on = editor.saved.with_untracked(|(_, based_on)| based_on.clone());
        spawn_local(async move {
            match keep_dashboard_draft(editor.id, position_json, based_on).await {
                Ok(()) => _ = window().location().reload(),
                Err(failure) => editor.toasts().show(Toast::bad(failure.to_string())),
            }
        });
    };
    let copy = move |()| {
        let navigate = navigate.clone();
        let (title, position_json) =
            editor.with_untracked(|position| (format!("{} (copy)", position.title()), position.to_json()));
        spawn_local(async move {
            match copy_dashboard_editor(editor.id, title, position_json).await {
                Ok(id) => {
                    editor.status.set(Status::Saved);
                    _ = discard_dashboard_draft(editor.id).await;
                    navigate(&format!("/dashboard/{id}/edit"), Default::default());
                }
                Err(failure) => editor.toasts().show(Toast::bad(failure.to_string())),
            }
        });
    };
    view! {
        <Button on_click=copy>"Save as a copy"</Button>
        <Button on_click=load>"Keep mine as a draft and load theirs"</Button>
        <Button look=Look::Danger on_click=overwrite>"Overwrite"</Button>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_they_changed_is_told_in_words() {
        let base = r#"{"HEADER_ID":{"type":"HEADER","meta":{"text":"Sales"}},"ROOT_ID":{"type":"ROOT","children":["GRID_ID"]},
            "GRID_ID":{"type":"GRID","children":["H"]},"H":{"type":"HEADER","meta":{"text":"Hello"}}}"#;
        let theirs = base.replace("Sales", "Profit").replace("Hello", "Welcome");
        assert_eq!(
            changes(&Position::parse(base).unwrap(), &theirs),
            ["Renamed the dashboard to Profit", "Changed Welcome"]
        );
    }
}
