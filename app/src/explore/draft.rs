//! Unsaved work survives a reload: a second after the last change it is kept on the server, for its author only.

use leptos::prelude::*;

use super::{asking::Asking, builder::Builder};

/// Cheap to copy; a context of the page.
#[derive(Clone, Copy)]
pub struct Drafts {
    /// When the work was kept that was found and is shown now.
    pub restored: RwSignal<Option<String>>,
    pub keeping: RwSignal<Keeping>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only the browser keeps drafts"))]
pub enum Keeping {
    Nothing,
    Kept,
    Failed,
}

/// Looks for kept work, asks the first question, and from then on keeps what changes. With `keeps` off, what is seen came by a
/// link: it is asked, and nothing is kept until somebody changes it.
pub fn keep(builder: Builder, asking: Asking, looks_back: bool) {
    let drafts = Drafts { restored: RwSignal::new(None), keeping: RwSignal::new(Keeping::Nothing) };
    provide_context(drafts);
    begin(builder, asking, drafts, looks_back);
}

#[cfg(not(feature = "hydrate"))]
fn begin(_: Builder, _: Asking, _: Drafts, _: bool) {}

#[cfg(feature = "hydrate")]
use browser::begin;

#[cfg(not(feature = "hydrate"))]
pub async fn forget(_key: String) {}

#[cfg(feature = "hydrate")]
pub use browser::forget;

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::{prelude::*, task::spawn_local};
    use serde::{Deserialize, Serialize};
    use std::{cell::RefCell, time::Duration};
    use sx_chart::FormData;

    use super::{Drafts, Keeping};
    use crate::explore::{
        api::{ChartDraft, discard_chart_draft, find_chart_draft, save_chart_draft},
        asking::Asking,
        builder::Builder,
    };

    const PAUSE: Duration = Duration::from_secs(1);

    #[derive(Serialize, Deserialize)]
    struct Body {
        form: FormData,
        name: String,
    }

    pub fn begin(builder: Builder, asking: Asking, drafts: Drafts, looks_back: bool) {
        spawn_local(async move {
            if looks_back {
                // Without an answer there is nothing to restore; the chart itself opens all the same.
                let found = find_chart_draft(builder.draft_key()).await.ok().flatten();
                // The page may have been left meanwhile.
                if builder.name.is_disposed() {
                    return;
                }
                if let Some(draft) = found {
                    restore(builder, drafts, &draft);
                }
            }
            asking.run(false);
        });
        follow(builder, drafts);
    }

    fn restore(builder: Builder, drafts: Drafts, draft: &ChartDraft) {
        let Ok(Body { form, name }) = serde_json::from_str(&draft.body) else { return };
        let is_same = *builder.form.read_untracked() == form && *builder.name.read_untracked() == name;
        if !is_same {
            builder.restore(form, name);
            drafts.restored.set(Some(draft.saved_on.clone()));
            drafts.keeping.set(Keeping::Kept);
        }
    }

    fn follow(builder: Builder, drafts: Drafts) {
        let later = RefCell::new(debounce(PAUSE, move |()| write(builder, drafts)));
        Effect::watch(
            move || (builder.form.get(), builder.name.get()),
            move |now, before, _| {
                if Some(now) != before {
                    later.borrow_mut()(());
                }
            },
            false,
        );
    }

    fn write(builder: Builder, drafts: Drafts) {
        let Some(is_changed) = builder.is_changed.try_get_untracked() else { return };
        let key = builder.draft_key();
        if !is_changed {
            if drafts.keeping.get_untracked() == Keeping::Kept {
                drafts.keeping.set(Keeping::Nothing);
                spawn_local(forget(key));
            }
            return;
        }
        let body = Body { form: builder.form.get_untracked(), name: builder.name.get_untracked() };
        let Ok(body) = serde_json::to_string(&body) else { return };
        spawn_local(async move {
            let kept = save_chart_draft(key, body).await;
            _ = drafts.keeping.try_set(if kept.is_ok() { Keeping::Kept } else { Keeping::Failed });
        });
    }

    /// What is stored, or thrown away, needs no draft. One that stays is offered once more, and no more than that.
    pub async fn forget(key: String) {
        if let Err(failure) = discard_chart_draft(key).await {
            leptos::logging::warn!("the draft stays: {failure}");
        }
    }
}
