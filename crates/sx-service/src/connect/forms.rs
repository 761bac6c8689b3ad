//! The kinds of databases and their forms; between form and URI, both ways.

use sx_connect::{CONNECTORS, ConnectionUri, Connector, Setting, SettingKind as Kind};
use sx_model::{ConnectionForm, EngineForm, FormSetting, Result, SettingKind};

use super::draft::{ConnectionDraft, connector_of};
use crate::{Caller, Service, access::Action, databases::MASK, sources::parse_uri};

/// A kind of database as the API lists it.
pub struct Engine {
    pub form: EngineForm,
    pub drivers: &'static [&'static str],
}

impl Service {
    pub fn available_engines(&self, caller: &Caller) -> Result<Vec<Engine>> {
        caller.require(Action::TestDatabase)?;
        Ok(CONNECTORS.iter().map(|connector| Engine { form: form(*connector), drivers: connector.drivers() }).collect())
    }

    /// The URI of a form's values; the password stays as it was typed.
    pub fn uri_of_form(&self, caller: &Caller, form: ConnectionForm) -> Result<ConnectionForm> {
        caller.require(Action::TestDatabase)?;
        let parameters = form.values.iter().map(|(key, value)| (key.clone(), value.as_str().into())).collect();
        let engine = Some(form.engine.clone());
        let (_, uri) = ConnectionDraft { engine, parameters: Some(parameters), ..ConnectionDraft::default() }.uri()?;
        Ok(ConnectionForm { uri: uri.expose().to_owned(), ..form })
    }

    /// The form that says the same as a URI that somebody typed.
    pub fn form_of_uri(&self, caller: &Caller, uri: &str) -> Result<ConnectionForm> {
        caller.require(Action::TestDatabase)?;
        let (connector, parsed) = parse_uri(uri)?;
        let mut form = connection_form(connector, &parsed);
        // It came from there: nobody learns anything.
        form.values.extend(parsed.password().map(|password| ("password".to_owned(), password)));
        Ok(ConnectionForm { uri: uri.trim().to_owned(), ..form })
    }

    /// Refuses an unknown engine.
    pub fn engine_form(&self, caller: &Caller, engine: &str) -> Result<EngineForm> {
        caller.require(Action::TestDatabase)?;
        Ok(form(connector_of(Some(engine))?))
    }
}

/// With the password masked.
pub(crate) fn connection_form(connector: &dyn Connector, uri: &ConnectionUri) -> ConnectionForm {
    let mut values = uri.settings();
    values.extend(uri.password().map(|_| ("password".to_owned(), MASK.to_owned())));
    for setting in connector.settings().iter().filter(|setting| !setting.default.is_empty()) {
        values.entry(setting.key.to_owned()).or_insert_with(|| setting.default.to_owned());
    }
    ConnectionForm { engine: connector.id().to_owned(), uri: uri.masked(), values }
}

fn form(connector: &dyn Connector) -> EngineForm {
    EngineForm {
        engine: connector.id().to_owned(),
        name: connector.name().to_owned(),
        placeholder: connector.placeholder().to_owned(),
        takes_files: connector.takes_files(),
        takes_tunnels: connector.takes_tunnels(),
        settings: connector.settings().iter().map(setting).collect(),
    }
}

fn setting(setting: &Setting) -> FormSetting {
    let kind = match setting.kind {
        Kind::Text => SettingKind::Text,
        Kind::Secret => SettingKind::Secret,
        Kind::Number { min, max } => SettingKind::Number { min, max },
        Kind::Select(choices) => SettingKind::Select(
            choices.iter().map(|(value, label)| ((*value).to_owned(), (*label).to_owned())).collect(),
        ),
        Kind::Switch => SettingKind::Switch,
        Kind::Path => SettingKind::Path,
    };
    FormSetting {
        key: setting.key.to_owned(),
        label: setting.label.to_owned(),
        kind,
        required: setting.required,
        default: setting.default.to_owned(),
        help: setting.help.to_owned(),
    }
}
