//! Saving, and what comes of it.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use sx_model::{ChartId, ErrorKind, ExploreQuestion};

use crate::{
    Failure,
    explore::{
        address,
        api::{ChartToSave, Onto, open_explore, put_onto_dashboard, save_explored},
        builder::Builder,
        draft::{self, Drafts, Keeping},
    },
    ui::{Toast, Toasts, use_toasts},
};

/// Cheap to copy.
#[derive(Clone, Copy)]
pub struct Saving {
    builder: Builder,
    drafts: Drafts,
    toasts: Toasts,
    /// Where to go: an address.
    go: Callback<String>,
    pub busy: RwSignal<bool>,
    pub names: RwSignal<bool>,
    /// Somebody saved in between; the sentence that says who.
    pub conflict: RwSignal<Option<String>>,
    pub failure: RwSignal<Option<String>>,
}

impl Saving {
    pub fn provide() -> Self {
        let navigate = use_navigate();
        let go = Callback::new(move |href: String| navigate(&href, NavigateOptions::default()));
        let saving = Self {
            builder: Builder::of_page(),
            drafts: expect_context(),
            toasts: use_toasts(),
            go,
            busy: RwSignal::new(false),
            names: RwSignal::new(false),
            conflict: RwSignal::new(None),
            failure: RwSignal::new(None),
        };
        provide_context(saving);
        saving
    }

    /// Opens the dialog that asks for a name and a dashboard.
    pub fn ask_name(self) {
        self.failure.set(None);
        self.names.set(true);
    }

    /// Over the stored chart where that is allowed, else under a new name.
    pub fn save(self) {
        let chart = self.builder.chart.get_untracked();
        match chart.filter(|chart| chart.may_edit) {
            Some(chart) => self.store(Some(chart.id), Some(chart.based_on.clone())),
            None if self.builder.may_create => self.ask_name(),
            None => self.toasts.show(Toast::bad("You may not save charts.")),
        }
    }

    /// Whatever somebody else saved meanwhile.
    pub fn overwrite(self) {
        self.conflict.set(None);
        let id = self.builder.chart.read_untracked().as_ref().map(|chart| chart.id);
        self.store(id, None);
    }

    /// A chart of its own, and perhaps onto a dashboard; the page then shows the new chart, or the dashboard.
    pub fn save_as(self, name: String, onto: Option<Onto>, opens_dashboard: bool) {
        let key = self.builder.draft_key();
        let chart = ChartToSave { name, ..self.chart(None, None) };
        self.busy.set(true);
        spawn_local(async move {
            let saved = create(chart, onto).await;
            _ = self.busy.try_set(false);
            match saved {
                Ok((id, dashboard)) => {
                    draft::forget(key).await;
                    self.names.set(false);
                    self.toasts.show(Toast::good("Saved."));
                    let href = dashboard.filter(|_| opens_dashboard).unwrap_or_else(|| address::of_chart(id));
                    self.go.run(href);
                }
                Err(failure) => self.failure.set(Some(failure.message)),
            }
        });
    }

    pub fn load_theirs(self) {
        self.conflict.set(None);
        let key = self.builder.draft_key();
        spawn_local(async move {
            draft::forget(key).await;
            _ = window().location().reload();
        });
    }

    fn chart(self, id: Option<ChartId>, based_on: Option<String>) -> ChartToSave {
        let form = self.builder.form.with_untracked(serde_json::to_string).unwrap_or_default();
        let (name, dataset_id) = (self.builder.name.get_untracked(), self.builder.fields.dataset_id());
        ChartToSave { id, name, dataset_id, form, based_on }
    }

    fn store(self, id: Option<ChartId>, based_on: Option<String>) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let chart = self.chart(id, based_on);
        spawn_local(async move {
            let outcome = stored(chart).await;
            _ = self.busy.try_set(false);
            match outcome {
                Ok(opened) => {
                    self.builder.chart.set(opened);
                    self.builder.mark_stored();
                    self.drafts.restored.set(None);
                    self.drafts.keeping.set(Keeping::Nothing);
                    self.toasts.show(Toast::good("Saved."));
                    draft::forget(self.builder.draft_key()).await;
                }
                Err(failure) if failure.kind == ErrorKind::Conflict => self.conflict.set(Some(failure.message)),
                Err(failure) => self.toasts.show(Toast::bad(failure.message)),
            }
        });
    }
}

type Opened = Option<std::sync::Arc<sx_model::ExploreChart>>;

/// Saved, and read again: the next save is based on this one.
async fn stored(chart: ChartToSave) -> Result<Opened, Failure> {
    let id = save_explored(chart).await?;
    let question = ExploreQuestion { chart_id: Some(id), ..ExploreQuestion::default() };
    Ok(open_explore(question).await?.chart.map(std::sync::Arc::new))
}

async fn create(chart: ChartToSave, onto: Option<Onto>) -> Result<(ChartId, Option<String>), Failure> {
    let id = save_explored(chart).await?;
    let dashboard = match onto {
        Some(onto) => Some(put_onto_dashboard(id, onto).await?),
        None => None,
    };
    Ok((id, dashboard))
}
