use leptos::prelude::*;
use sx_model::{DatasetPage, ErrorKind};

use super::editing::Editing;
use crate::{
    Failure,
    datasets::api::{open_dataset, save_dataset},
    ui::{Alert, Button, Icon, IconButton, Look, Toast, Tone, use_toasts},
};

/// What is not saved yet, and what to do about it. It stays in sight.
#[component]
pub fn SaveBar() -> impl IntoView {
    let editing = Editing::current();
    let toasts = use_toasts();
    let save = Action::new(move |is_forced: &bool| send(editing, *is_forced));
    let reload = Action::new(move |(): &()| open_dataset(editing.id));
    Effect::new(move |_| {
        if let Some(Ok(page)) = save.value().get() {
            editing.took(page);
            toasts.show(Toast::good("Dataset saved"));
        }
    });
    Effect::new(move |_| {
        if let Some(Ok(page)) = reload.value().get() {
            editing.took(page);
            save.value().set(None);
        }
    });
    let faults = Memo::new(move |_| editing.draft.with(|draft| draft.faults()));
    let failure = Signal::derive(move || match save.value().get() {
        Some(Err(failure)) if editing.is_dirty.get() => Some(failure),
        _ => None,
    });
    let reason = Signal::derive(move || faults.read().first().cloned());
    on_save_key(move || {
        if editing.is_dirty.get_untracked() && faults.read_untracked().is_empty() {
            save.dispatch(false);
        }
    });
    view! {
        <div class="save-bar" class=("save-bar--shown", move || editing.is_dirty.get()) role="region" aria-label="Unsaved changes">
            {move || failure.get().map(|failure| view! {
                <Refused
                    failure
                    on_reload=move |()| { reload.dispatch(()); }
                    on_force=move |()| { save.dispatch(true); }
                />
            })}
            {move || faults.get().into_iter().next().map(|fault| view! { <Alert tone=Tone::Warn>{fault}</Alert> })}
            <div class="save-bar__line">
                <p class="save-bar__text" role="status">
                    {move || if editing.is_dirty.get() { "There are changes that are not saved." } else { "All changes are saved." }}
                </p>
                <IconButton
                    label="Undo"
                    icon=Icon::Undo
                    disabled=Signal::derive(move || !editing.can_undo().get())
                    on_click=move |()| editing.undo()
                />
                <IconButton
                    label="Redo"
                    icon=Icon::Redo
                    disabled=Signal::derive(move || !editing.can_redo().get())
                    on_click=move |()| editing.redo()
                />
                <Button disabled=Signal::derive(move || !editing.is_dirty.get()) on_click=move |()| editing.discard()>
                    "Discard"
                </Button>
                <Button
                    look=Look::Primary
                    icon=Icon::Save
                    busy=save.pending()
                    disabled=Signal::derive(move || !editing.is_dirty.get() || !faults.read().is_empty())
                    reason
                    on_click=move |()| { save.dispatch(false); }
                >
                    "Save"
                </Button>
            </div>
        </div>
    }
}

/// By force: over what somebody else saved in between.
fn send(editing: Editing, is_forced: bool) -> impl Future<Output = Result<DatasetPage, Failure>> {
    let changed_on = editing.page.with_untracked(|page| page.dataset.audit.changed_on.to_rfc3339());
    let based_on = (!is_forced).then_some(changed_on.as_str());
    let change = editing.draft.with_untracked(|draft| draft.change(based_on));
    save_dataset(editing.id, change.to_string())
}

#[component]
fn Refused(
    failure: Failure,
    #[prop(into)] on_reload: Callback<()>,
    #[prop(into)] on_force: Callback<()>,
) -> impl IntoView {
    let is_stale = failure.kind == ErrorKind::Conflict;
    view! {
        <Alert>
            <p>{failure.message}</p>
            {is_stale.then(|| view! {
                <div class="save-bar__choice">
                    <Button on_click=on_reload>"Load the newer version, without my changes"</Button>
                    <Button look=Look::Danger on_click=on_force>"Save mine over it"</Button>
                </div>
            })}
        </Alert>
    }
}

#[cfg(not(feature = "hydrate"))]
fn on_save_key(_: impl Fn() + Copy + 'static) {}

/// Ctrl+S (⌘S), which everybody presses anyway.
#[cfg(feature = "hydrate")]
fn on_save_key(save: impl Fn() + Copy + 'static) {
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        if (event.ctrl_key() || event.meta_key()) && event.key() == "s" {
            event.prevent_default();
            save();
        }
    });
    on_cleanup(move || keys.remove());
}
