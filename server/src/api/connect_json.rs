//! Connections and their engines as the reference writes them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value, json};
use sx_model::{Database, DatabaseId, DatabaseUsage, EngineForm, FormSetting, SettingKind};
use sx_service::{ConnectionDetails, Engine, Service, SshTunnelJson};
use uuid::Uuid;

use super::wire::{self, Changes, Part, Related, RelatedDataset};

/// An engine that can be connected.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Engine")]
pub struct EngineJson {
    engine: String,
    name: String,
    available_drivers: Vec<&'static str>,
    default_driver: Option<&'static str>,
    preferred: bool,
    sqlalchemy_uri_placeholder: String,
    engine_information: EngineInformation,
    /// A JSON schema of the form.
    parameters: Value,
}

#[derive(Serialize, JsonSchema)]
struct EngineInformation {
    supports_file_upload: bool,
    supports_dynamic_catalog: bool,
    supports_oauth2: bool,
    disable_ssh_tunneling: bool,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Database")]
pub struct DatabaseJson {
    #[serde(flatten)]
    connection: ConnectionJson,
    #[serde(flatten)]
    changes: Changes,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Connection")]
struct ConnectionJson {
    id: DatabaseId,
    uuid: Uuid,
    database_name: String,
    /// The password is masked; empty for those who may not know where it leads.
    sqlalchemy_uri: String,
    backend: String,
    driver: String,
    /// Seconds.
    cache_timeout: Option<i64>,
    expose_in_sqllab: bool,
    allow_run_async: bool,
    allow_ctas: bool,
    allow_cvas: bool,
    allow_dml: bool,
    allow_file_upload: bool,
    impersonate_user: bool,
    configuration_method: String,
    /// JSON text.
    extra: String,
    /// The mask stands in the place of its secrets; null for those who may not know where it leads.
    #[schemars(with = "Option<SshTunnelJson>")]
    ssh_tunnel: Value,
}

/// With what the form of a stored connection needs.
#[derive(Serialize, JsonSchema)]
pub struct ConnectionDetail {
    #[serde(flatten)]
    connection: ConnectionJson,
    /// Setting → value; the password is masked.
    parameters: BTreeMap<String, String>,
    /// A JSON schema of them.
    parameters_schema: Value,
    engine_information: EngineInformation,
    masked_encrypted_extra: Value,
    server_cert: Option<String>,
    force_ctas_schema: Option<String>,
    is_managed_externally: bool,
}

pub fn engine(engine: &Engine) -> EngineJson {
    let form = &engine.form;
    EngineJson {
        engine: form.engine.clone(),
        name: form.name.clone(),
        available_drivers: engine.drivers.to_vec(),
        default_driver: engine.drivers.first().copied(),
        preferred: true,
        sqlalchemy_uri_placeholder: form.placeholder.clone(),
        engine_information: engine_information(form),
        parameters: parameters(form),
    }
}

/// A JSON schema; what it cannot say of a setting (its label, that it is a path) stands beside.
fn parameters(form: &EngineForm) -> Value {
    let properties: Map<_, _> = form.settings.iter().map(|it| (it.key.clone(), property(it))).collect();
    let required: Vec<_> = form.settings.iter().filter(|it| it.required).map(|it| &it.key).collect();
    json!({ "type": "object", "properties": properties, "required": required })
}

fn property(setting: &FormSetting) -> Value {
    let kind = match &setting.kind {
        SettingKind::Text => json!({ "type": "string" }),
        SettingKind::Secret => json!({ "type": "string", "format": "password", "nullable": true }),
        SettingKind::Number { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        SettingKind::Select(choices) => {
            let values: Vec<_> = choices.iter().map(|(value, _)| value).collect();
            let labels: Vec<_> = choices.iter().map(|(_, label)| label).collect();
            json!({ "type": "string", "enum": values, "x-labels": labels })
        }
        SettingKind::Switch => json!({ "type": "boolean" }),
        SettingKind::Path => json!({ "type": "string", "format": "path" }),
    };
    let mut property = json!({ "title": setting.label, "description": setting.help });
    if let (Value::Object(property), Value::Object(kind)) = (&mut property, kind) {
        property.extend(kind);
        property.extend((!setting.default.is_empty()).then(|| ("default".to_owned(), json!(setting.default))));
    }
    property
}

/// For the form of a stored connection; the password is masked.
pub fn connection(details: &ConnectionDetails, engine: &EngineForm) -> ConnectionDetail {
    let rest = &details.database.fields.rest;
    ConnectionDetail {
        connection: stored(&details.database),
        parameters: details.form.values.clone(),
        parameters_schema: parameters(engine),
        engine_information: engine_information(engine),
        masked_encrypted_extra: rest.get("masked_encrypted_extra").cloned().unwrap_or_default(),
        server_cert: None,
        force_ctas_schema: None,
        is_managed_externally: false,
    }
}

fn engine_information(form: &EngineForm) -> EngineInformation {
    EngineInformation {
        supports_file_upload: form.takes_files,
        supports_dynamic_catalog: false,
        supports_oauth2: false,
        disable_ssh_tunneling: !form.takes_tunnels,
    }
}

pub fn database(service: &Service, database: &Database) -> DatabaseJson {
    let changes = wire::changes(&database.audit, service.clock().now());
    DatabaseJson { connection: stored(database), changes }
}

fn stored(database: &Database) -> ConnectionJson {
    let fields = database.fields.clone();
    let (backend, _) = fields.sqlalchemy_uri.split_once("://").unwrap_or_default();
    let (backend, driver) = backend.split_once('+').unwrap_or((backend, ""));
    ConnectionJson {
        id: database.id,
        uuid: database.uuid,
        database_name: fields.database_name,
        backend: backend.to_owned(),
        driver: driver.to_owned(),
        sqlalchemy_uri: fields.sqlalchemy_uri.clone(),
        cache_timeout: fields.cache_timeout,
        expose_in_sqllab: fields.expose_in_sqllab,
        allow_run_async: fields.allow_run_async,
        allow_ctas: fields.allow_ctas,
        allow_cvas: fields.allow_cvas,
        allow_dml: fields.allow_dml,
        allow_file_upload: fields.allow_file_upload,
        impersonate_user: fields.impersonate_user,
        configuration_method: fields.configuration_method,
        extra: Value::Object(fields.extra).to_string(),
        ssh_tunnel: fields.rest.get("ssh_tunnel").cloned().unwrap_or_default(),
    }
}

/// What the reference tells, and the datasets, which are what keeps a database from being deleted.
pub fn with_datasets(related: Related, usage: &DatabaseUsage) -> Related {
    let dataset = |(id, name): &(_, String)| RelatedDataset { id: *id, table_name: name.clone() };
    let result: Vec<_> = usage.datasets.iter().map(dataset).collect();
    Related { datasets: Some(Part { count: result.len() as u64, result }), ..related }
}
