use leptos::prelude::*;

use super::act::{ListState, Selected};
use crate::ui::{Button, Icon, Look};

/// What can be done with the ticked rows; not there while none is.
#[component]
pub fn BulkBar(state: ListState, selected: Selected) -> impl IntoView {
    let is_shown = Memo::new(move |_| !selected.read().is_empty());
    let ids = move || selected.read_untracked().keys().copied().collect::<Vec<_>>();
    let is_kept = Signal::derive(move || selected.read().values().any(|row| !row.may_delete));
    let reason = Signal::derive(move || Some("Some of these are not yours to delete.".to_owned()));
    let delete = move |()| {
        let rows = selected.get_untracked().into_iter().map(|(id, row)| (id, row.name)).collect();
        state.delete(rows);
    };
    view! {
        <Show when=move || is_shown.get()>
            <div class="list-bulk" role="toolbar" aria-label=format!("Selected {}", state.kind.plural())>
                <span class="list-bulk__count" role="status">{move || format!("{} selected", selected.read().len())}</span>
                <Button look=Look::Quiet icon=Icon::Download on_click=move |()| state.export(&ids())>"Export"</Button>
                <Button look=Look::Quiet icon=Icon::Trash disabled=is_kept reason on_click=delete>"Delete"</Button>
                <Button look=Look::Quiet icon=Icon::Close on_click=move |()| selected.update(|it| it.clear())>"Clear"</Button>
            </div>
        </Show>
    }
}
