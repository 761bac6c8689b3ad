//! Connections and their engines as the reference writes them.

use axum::Json;
use serde_json::{Map, Value, json};
use sx_model::{Database, DatabaseUsage, EngineForm, FormSetting, SettingKind};
use sx_service::{ConnectionDetails, Engine};

pub fn engine(engine: &Engine) -> Value {
    let form = &engine.form;
    json!({
        "engine": form.engine,
        "name": form.name,
        "available_drivers": engine.drivers,
        "default_driver": engine.drivers.first(),
        "preferred": true,
        "sqlalchemy_uri_placeholder": form.placeholder,
        "engine_information": engine_information(form),
        "parameters": parameters(form),
    })
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
pub fn connection(details: &ConnectionDetails, engine: &EngineForm) -> Value {
    let mut result = database(&details.database);
    let rest = &details.database.fields.rest;
    if let Value::Object(result) = &mut result {
        result.extend(Map::from_iter([
            ("parameters".to_owned(), json!(details.form.values)),
            ("parameters_schema".to_owned(), parameters(engine)),
            ("engine_information".to_owned(), engine_information(engine)),
            // Its secrets were sealed when it came; the mask stands in their place.
            ("ssh_tunnel".to_owned(), rest.get("ssh_tunnel").cloned().unwrap_or_default()),
            ("masked_encrypted_extra".to_owned(), rest.get("masked_encrypted_extra").cloned().unwrap_or_default()),
            ("server_cert".to_owned(), Value::Null),
            ("force_ctas_schema".to_owned(), Value::Null),
            ("is_managed_externally".to_owned(), json!(false)),
        ]));
    }
    result
}

fn engine_information(form: &EngineForm) -> Value {
    json!({ "supports_file_upload": form.takes_files, "supports_dynamic_catalog": false, "supports_oauth2": false,
            "disable_ssh_tunneling": true })
}

pub fn database(database: &Database) -> Value {
    let fields = &database.fields;
    let (backend, _) = fields.sqlalchemy_uri.split_once("://").unwrap_or_default();
    let (backend, driver) = backend.split_once('+').unwrap_or((backend, ""));
    json!({
        "id": database.id,
        "uuid": database.uuid,
        "database_name": fields.database_name,
        "sqlalchemy_uri": fields.sqlalchemy_uri,
        "backend": backend,
        "driver": driver,
        "cache_timeout": fields.cache_timeout,
        "expose_in_sqllab": fields.expose_in_sqllab,
        "allow_run_async": fields.allow_run_async,
        "allow_ctas": fields.allow_ctas,
        "allow_cvas": fields.allow_cvas,
        "allow_dml": fields.allow_dml,
        "allow_file_upload": fields.allow_file_upload,
        "impersonate_user": fields.impersonate_user,
        "configuration_method": fields.configuration_method,
        "extra": Value::Object(fields.extra.clone()).to_string(),
    })
}

/// What the reference tells, and the datasets, which are what keeps a database from being deleted.
pub fn with_datasets(Json(mut related): Json<Value>, usage: &DatabaseUsage) -> Json<Value> {
    let list: Vec<_> = usage.datasets.iter().map(|(id, name)| json!({ "id": id, "table_name": name })).collect();
    related["datasets"] = json!({ "count": list.len(), "result": list });
    Json(related)
}
