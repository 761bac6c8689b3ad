//! What can be done with the rows of a list, and what is said of it.

use std::collections::BTreeMap;

use leptos::{prelude::*, task::spawn_local};

use super::{Asked, ListKind, api::duplicate_asset, trashing::trash};
use crate::{
    Failure,
    ui::{Toast, Toasts, use_toasts},
};

/// A row that was ticked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picked {
    pub name: String,
    pub may_delete: bool,
}

pub type Selected = RwSignal<BTreeMap<i64, Picked>>;

/// The list that the parts of its page share.
#[derive(Clone, Copy)]
pub struct ListState {
    pub kind: ListKind,
    pub asked: Memo<Asked>,
    version: RwSignal<u32>,
    /// A row that had the focus is gone: the next rows take it.
    refocus: StoredValue<bool>,
    toasts: Toasts,
}

impl ListState {
    pub fn new(kind: ListKind, asked: Memo<Asked>) -> Self {
        Self { kind, asked, version: RwSignal::new(0), refocus: StoredValue::new(false), toasts: use_toasts() }
    }

    /// Changes when the rows are to be asked for again.
    pub fn version(self) -> u32 {
        self.version.get()
    }

    /// Also after its page was left: an Undo may come that late.
    pub fn reload(self) {
        _ = self.version.try_update(|version| *version += 1);
    }

    pub fn takes_focus(self) -> bool {
        self.refocus.try_update_value(std::mem::take).unwrap_or_default()
    }

    pub fn say(self, failure: Failure) {
        self.toasts.show(Toast::bad(failure.message));
    }

    /// Done at once and undone by the toast: nobody has to be asked.
    pub fn delete(self, rows: Vec<(i64, String)>) {
        let (ids, kind): (Vec<i64>, _) = (rows.iter().map(|(id, _)| *id).collect(), self.kind);
        let what = match rows.as_slice() {
            [(_, name)] => format!("“{name}”"),
            rows => kind.counted(rows.len()),
        };
        spawn_local(async move {
            match trash(self.toasts, kind, ids, &what, move || self.reload()).await {
                Ok(()) => {
                    _ = self.refocus.try_set_value(true);
                    self.reload();
                }
                Err(failure) => self.say(failure),
            }
        });
    }

    pub fn duplicate(self, id: i64) {
        spawn_local(async move {
            match duplicate_asset(self.kind, id).await {
                Ok(name) => {
                    self.toasts.show(Toast::good(format!("Made “{name}”.")));
                    self.reload();
                }
                Err(failure) => self.say(failure),
            }
        });
    }

    /// The ZIP of these; what was refused is told here, not on a page of its own.
    pub fn export(self, ids: &[i64]) {
        let ids = ids.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
        let url = format!("/api/v1/{}/export/?q=!({ids})", self.kind.as_str());
        spawn_local(async move {
            if let Err(failure) = download(&url).await {
                self.say(failure);
            }
        });
    }
}

#[cfg(feature = "hydrate")]
use crate::browser::download;

/// The server has no button to press.
#[cfg(not(feature = "hydrate"))]
async fn download(_: &str) -> Result<(), Failure> {
    Ok(())
}
