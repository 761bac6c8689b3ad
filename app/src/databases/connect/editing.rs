use std::collections::BTreeMap;

use leptos::{prelude::*, task::spawn_local};
use sx_model::EngineForm;

use crate::{
    Failure,
    databases::api::{
        Connection, Outcome, form_of_uri, open_connection, save_connection, test_connection, uri_of_form,
    },
};

/// The connection that is being made or changed.
#[derive(Clone, Copy)]
pub struct Editing {
    pub engines: StoredValue<Vec<EngineForm>>,
    pub open: RwSignal<bool>,
    pub connection: RwSignal<Connection>,
    pub loading: RwSignal<bool>,
    /// The last test or attempt to save; gone with the next change.
    pub outcome: RwSignal<Option<Outcome>>,
    pub testing: RwSignal<bool>,
    pub saving: RwSignal<bool>,
    pub uri_error: RwSignal<Option<String>>,
}

impl Editing {
    pub fn new() -> Self {
        Self {
            engines: StoredValue::new(Vec::new()),
            open: RwSignal::new(false),
            connection: RwSignal::new(Connection::default()),
            loading: RwSignal::new(false),
            outcome: RwSignal::new(None),
            testing: RwSignal::new(false),
            saving: RwSignal::new(false),
            uri_error: RwSignal::new(None),
        }
    }

    pub fn start_new(self) {
        self.show(Connection::default());
        if let Some(first) = self.engines.with_value(|engines| engines.first().map(|it| it.engine.clone())) {
            self.choose_engine(&first);
        }
    }

    pub fn start(self, id: i64) {
        self.show(Connection { id: Some(id), ..Connection::default() });
        self.loading.set(true);
        spawn_local(async move {
            match open_connection(id).await {
                Ok(connection) => _ = self.connection.try_set(connection),
                Err(failure) => self.refuse(failure),
            }
            _ = self.loading.try_set(false);
        });
    }

    fn show(self, connection: Connection) {
        self.connection.set(connection);
        self.outcome.set(None);
        self.uri_error.set(None);
        self.open.set(true);
    }

    /// What the chosen kind asks for.
    pub fn engine(self, name: &str) -> Option<EngineForm> {
        self.engines.with_value(|engines| engines.iter().find(|it| it.engine == name).cloned())
    }

    /// Another kind asks for other things.
    pub fn choose_engine(self, engine: &str) {
        let Some(form) = self.engine(engine) else { return };
        self.change(|connection| {
            connection.form.engine.clone_from(&form.engine);
            connection.form.uri.clear();
            connection.form.values = form
                .settings
                .iter()
                .filter(|setting| !setting.default.is_empty())
                .map(|setting| (setting.key.clone(), setting.default.clone()))
                .collect();
            connection.allow_file_upload = form.takes_files;
            connection.tunnel = connection.tunnel.take().filter(|_| form.takes_tunnels);
        });
    }

    /// What was told of the connection before is not true of this one.
    pub fn change(self, change: impl FnOnce(&mut Connection)) {
        self.connection.update(change);
        self.outcome.set(None);
    }

    /// A setting of the form; the URI that was written before no longer says the same.
    pub fn set_value(self, key: &str, value: String) {
        self.change(|connection| {
            _ = connection.form.values.insert(key.to_owned(), value);
            connection.form.uri.clear();
        });
    }

    /// From the form to the URI, or back: each is filled with what the other says, as far as it says anything.
    pub fn choose_uri(self, is_uri: bool) {
        let Connection { form, is_uri: was_uri, .. } = self.connection.get_untracked();
        if is_uri == was_uri {
            return;
        }
        self.uri_error.set(None);
        if is_uri {
            self.change(|connection| connection.is_uri = true);
            if !form.uri.is_empty() {
                return;
            }
            spawn_local(async move {
                // A form that is not complete yet is no URI.
                if let Ok(uri) = uri_of_form(form.engine, form.values).await {
                    // Whoever typed in the meantime meant it.
                    _ = self.connection.try_update(|connection| {
                        if connection.form.uri.is_empty() {
                            connection.form.uri = uri;
                        }
                    });
                }
            });
            return;
        }
        if form.uri.trim().is_empty() {
            return self.change(|connection| connection.is_uri = false);
        }
        spawn_local(async move {
            match form_of_uri(form.uri).await {
                Ok(form) => {
                    _ = self.connection.try_update(|connection| {
                        connection.form = form;
                        connection.is_uri = false;
                    });
                }
                Err(failure) => {
                    _ = self.uri_error.try_set(Some(failure.message));
                    // It stays a URI: the choice that was clicked takes its mark back.
                    self.connection.notify();
                }
            }
        });
    }

    pub fn test(self) {
        self.testing.set(true);
        let connection = self.connection.get_untracked();
        spawn_local(async move {
            match test_connection(connection).await {
                Ok(outcome) => _ = self.outcome.try_set(Some(outcome)),
                Err(failure) => self.refuse(failure),
            }
            _ = self.testing.try_set(false);
        });
    }

    pub fn save(self, on_saved: Callback<String>) {
        self.saving.set(true);
        let connection = self.connection.get_untracked();
        spawn_local(async move {
            let name = connection.name.clone();
            match save_connection(connection).await {
                Ok(Outcome::Done { .. }) => {
                    _ = self.open.try_set(false);
                    on_saved.run(name);
                }
                Ok(refused) => _ = self.outcome.try_set(Some(refused)),
                Err(failure) => self.refuse(failure),
            }
            _ = self.saving.try_set(false);
        });
    }

    /// The error of a setting, told below it; its text stands beside the buttons.
    pub fn is_refused(self, setting: &str) -> bool {
        let outcome = self.outcome.read();
        matches!(&*outcome, Some(Outcome::Refused { settings, .. }) if settings.iter().any(|it| it == setting))
    }

    /// The same, with what is to be said there.
    pub fn refusal(self, setting: &str) -> Option<String> {
        let outcome = self.outcome.read();
        let Some(Outcome::Refused { texts, .. }) = &*outcome else { return None };
        texts.get(setting).cloned().or_else(|| self.is_refused(setting).then(|| "Check this.".to_owned()))
    }

    /// The fingerprint that the last test told is the one to be checked from now on; the test stays true.
    pub fn expect_host_key(self, host_key: String) {
        self.connection.update(|connection| {
            if let Some(tunnel) = &mut connection.tunnel {
                tunnel.host_key = host_key;
            }
        });
    }

    fn refuse(self, failure: Failure) {
        let outcome = Outcome::Refused { message: failure.message, settings: Vec::new(), texts: BTreeMap::new() };
        _ = self.outcome.try_set(Some(outcome));
    }
}
