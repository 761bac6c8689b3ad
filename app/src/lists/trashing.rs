use leptos::{prelude::*, task::spawn_local};

use super::{
    ListKind,
    api::{Item, restore_assets, trash_assets},
};
use crate::{
    Failure,
    ui::{Toast, Toasts},
};

/// Moves assets of one kind to the trash, and says so with an Undo, which works also after the page was left; `restored` runs
/// when they are back. `what` names them in a sentence.
pub async fn trash(
    toasts: Toasts,
    kind: ListKind,
    ids: Vec<i64>,
    what: &str,
    restored: impl Fn() + Clone + Send + Sync + 'static,
) -> Result<(), Failure> {
    trash_assets(kind, ids.clone()).await?;
    let undo = Callback::new(move |()| restore(toasts, kind, &ids, restored.clone()));
    toasts.show(Toast::good(format!("Moved {what} to the trash.")).with_action("Undo", undo));
    Ok(())
}

fn restore(toasts: Toasts, kind: ListKind, ids: &[i64], restored: impl Fn() + 'static) {
    let items = ids.iter().map(|id| Item { kind: kind.as_str().to_owned(), id: *id }).collect();
    spawn_local(async move {
        match restore_assets(items).await {
            Ok(()) => restored(),
            Err(failure) => toasts.show(Toast::bad(failure.message)),
        }
    });
}
