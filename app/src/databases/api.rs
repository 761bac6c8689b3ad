use std::collections::BTreeMap;

use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};
use serde::{Deserialize, Serialize};
use sx_model::{ConnectionForm, DatabaseUsage, EngineForm, TableRow};

use super::tunnel::Tunnel;
use crate::Failure;

pub const PAGE_SIZE: u64 = 25;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Databases {
    pub count: u64,
    pub rows: Vec<Row>,
    /// What can be connected; empty for those who may not.
    pub engines: Vec<EngineForm>,
}

/// A connection as the list shows it, with its date already written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub id: i64,
    pub name: String,
    pub engine: String,
    pub place: Option<String>,
    pub datasets: u64,
    pub takes_files: bool,
    pub changed_on: String,
    pub changed_at: String,
    pub changed_by: Option<String>,
}

/// A connection while it is made or changed. Either the form's values or the URI say where it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Connection {
    pub id: Option<i64>,
    pub name: String,
    pub form: ConnectionForm,
    /// The URI counts, not the values.
    pub is_uri: bool,
    pub allow_file_upload: bool,
    /// Seconds.
    pub cache_timeout: Option<i64>,
    pub tunnel: Option<Tunnel>,
}

/// What became of trying or saving one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    Done {
        /// Fingerprint of the key that the tunnel's SSH server showed, after a test.
        ssh_host_key: Option<String>,
    },
    Refused {
        message: String,
        /// Settings that are probably wrong.
        settings: Vec<String>,
        /// Setting → what is wrong with it, where more is known than that.
        texts: BTreeMap<String, String>,
    },
}

#[server(prefix = "/fn", endpoint = "list_databases", input = GetUrl)]
pub async fn list_databases(search: String, page: u64) -> Result<Databases, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let rows = service.database_rows(&caller, &ssr::query(&search, page)).await.map_err(crate::ctx::fail)?;
    Ok(ssr::databases(&service, &caller, rows))
}

/// For those who may change it.
#[server(prefix = "/fn", endpoint = "open_connection", input = GetUrl)]
pub async fn open_connection(id: i64) -> Result<Connection, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let details = service.connection_details(&caller, sx_model::DatabaseId(id)).await.map_err(crate::ctx::fail)?;
    Ok(details.into())
}

#[server(prefix = "/fn", endpoint = "uri_of_form", input = Json)]
pub async fn uri_of_form(engine: String, values: BTreeMap<String, String>) -> Result<String, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let form = ConnectionForm { engine, values, uri: String::new() };
    service.uri_of_form(&caller, form).map(|form| form.uri).map_err(crate::ctx::fail)
}

#[server(prefix = "/fn", endpoint = "form_of_uri", input = Json)]
pub async fn form_of_uri(uri: String) -> Result<ConnectionForm, Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.form_of_uri(&caller, &uri).map_err(crate::ctx::fail)
}

#[server(prefix = "/fn", endpoint = "test_connection", input = Json)]
pub async fn test_connection(connection: Connection) -> Result<Outcome, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let tested = service.test_connection(&caller, &ssr::draft(&connection)).await;
    ssr::outcome(tested.map(|tested| tested.ssh_host_key))
}

/// Makes it, or changes the one of its id.
#[server(prefix = "/fn", endpoint = "save_connection", input = Json)]
pub async fn save_connection(connection: Connection) -> Result<Outcome, Failure> {
    let (service, caller) = crate::ctx::service()?;
    ssr::outcome(ssr::save(&service, &caller, connection).await.map(|()| None))
}

#[server(prefix = "/fn", endpoint = "database_usage", input = GetUrl)]
pub async fn find_database_usage(id: i64) -> Result<DatabaseUsage, Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.database_usage(&caller, sx_model::DatabaseId(id)).await.map_err(crate::ctx::fail)
}

#[server(prefix = "/fn", endpoint = "delete_database", input = Json)]
pub async fn delete_database(id: i64) -> Result<(), Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.delete_databases(&caller, &[sx_model::DatabaseId(id)]).await.map_err(crate::ctx::fail)
}

#[server(prefix = "/fn", endpoint = "database_schemas", input = GetUrl)]
pub async fn database_schemas(id: i64) -> Result<Vec<String>, Failure> {
    let (service, caller) = crate::ctx::service()?;
    service.database_schemas(&caller, sx_model::DatabaseId(id)).await.map_err(crate::ctx::fail)
}

#[server(prefix = "/fn", endpoint = "database_tables", input = GetUrl)]
pub async fn database_tables(id: i64, schema: String) -> Result<Vec<TableRow>, Failure> {
    let (service, caller) = crate::ctx::service()?;
    let tables = service.database_tables(&caller, sx_model::DatabaseId(id), Some(&schema)).await;
    let tables = tables.map_err(crate::ctx::fail)?.into_iter();
    Ok(tables.map(|table| TableRow { name: table.name, kind: table.kind.to_owned() }).collect())
}

#[cfg(feature = "ssr")]
mod ssr {
    use serde_json::{Map, Value, json};
    use sx_model::{AppError, DatabaseId, DatabaseRow, ErrorKind, ListFilter, ListQuery, Page, Result};
    use sx_service::{Caller, ConnectionDetails, ConnectionDraft, Service, TunnelDraft};

    use super::{BTreeMap, Connection, Databases, Outcome, PAGE_SIZE, Row, Tunnel};
    use crate::Failure;

    pub fn query(search: &str, page: u64) -> ListQuery {
        let mut query = ListQuery {
            page: Some(page),
            page_size: Some(PAGE_SIZE as i64),
            order_column: Some("database_name".to_owned()),
            order_direction: Some("asc".to_owned()),
            ..ListQuery::default()
        };
        if !search.is_empty() {
            let (col, opr, value) = ("database_name".to_owned(), "ct".to_owned(), search.into());
            query.filters.push(ListFilter { col, opr, value });
        }
        query
    }

    pub fn databases(service: &Service, caller: &Caller, page: Page<DatabaseRow>) -> Databases {
        // Who may not connect one has nothing to choose from.
        let engines = service.available_engines(caller).unwrap_or_default();
        Databases {
            count: page.count,
            rows: page.items.into_iter().map(Row::from).collect(),
            engines: engines.into_iter().map(|engine| engine.form).collect(),
        }
    }

    impl From<DatabaseRow> for Row {
        fn from(row: DatabaseRow) -> Self {
            Self {
                id: row.id.0,
                name: row.name,
                engine: row.engine,
                place: row.place,
                datasets: row.datasets,
                takes_files: row.takes_files,
                changed_on: row.changed_on.format("%-d %b %Y").to_string(),
                changed_at: row.changed_on.to_rfc3339(),
                changed_by: row.changed_by,
            }
        }
    }

    impl From<ConnectionDetails> for Connection {
        fn from(details: ConnectionDetails) -> Self {
            let fields = details.database.fields;
            Self {
                id: Some(details.database.id.0),
                name: fields.database_name,
                is_uri: fields.configuration_method == "sqlalchemy_form",
                form: details.form,
                allow_file_upload: fields.allow_file_upload,
                cache_timeout: fields.cache_timeout,
                tunnel: fields.rest.get("ssh_tunnel").and_then(Tunnel::read),
            }
        }
    }

    pub fn draft(connection: &Connection) -> ConnectionDraft {
        let form = &connection.form;
        ConnectionDraft {
            id: connection.id.map(DatabaseId),
            sqlalchemy_uri: connection.is_uri.then(|| form.uri.clone()),
            engine: Some(form.engine.clone()),
            parameters: (!connection.is_uri).then(|| values(connection)),
            ssh_tunnel: Some(connection.tunnel.as_ref().map(|tunnel| TunnelDraft::new(tunnel.body()))),
            ..ConnectionDraft::default()
        }
    }

    /// The body of the API's POST and PUT.
    pub async fn save(service: &Service, caller: &Caller, connection: Connection) -> Result<()> {
        let mut body = json!({
            "database_name": connection.name,
            "allow_file_upload": connection.allow_file_upload,
            "cache_timeout": connection.cache_timeout,
            "ssh_tunnel": connection.tunnel.as_ref().map(Tunnel::body),
            "configuration_method": if connection.is_uri { "sqlalchemy_form" } else { "dynamic_form" },
        });
        let place = if connection.is_uri {
            json!({ "sqlalchemy_uri": connection.form.uri })
        } else {
            json!({ "engine": connection.form.engine, "parameters": values(&connection) })
        };
        if let (Value::Object(body), Value::Object(place)) = (&mut body, place) {
            body.extend(place);
        }
        let wrong = |error: serde_json::Error| AppError::invalid(error.to_string());
        match connection.id {
            Some(id) => {
                let change = serde_json::from_value(body).map_err(wrong)?;
                service.update_database(caller, DatabaseId(id), change).await.map(drop)
            }
            None => service.create_database(caller, serde_json::from_value(body).map_err(wrong)?).await.map(drop),
        }
    }

    /// The faults of fields of the form, without the names that the API has for them.
    fn field_texts(error: &AppError) -> BTreeMap<String, String> {
        let fields = error.extra.iter().filter(|(key, _)| key.starts_with("ssh_tunnel") || *key == "password");
        let text = |list: &Value| {
            let texts = list.as_array().into_iter().flatten().filter_map(Value::as_str);
            texts.collect::<Vec<_>>().join(" ")
        };
        fields.map(|(key, list)| (key.clone(), text(list))).collect()
    }

    fn values(connection: &Connection) -> Map<String, Value> {
        connection.form.values.iter().map(|(key, value)| (key.clone(), value.as_str().into())).collect()
    }

    /// What the person can mend is an answer; the rest is a failure.
    pub fn outcome(result: Result<Option<String>>) -> std::result::Result<Outcome, Failure> {
        let error = match result {
            Ok(ssh_host_key) => return Ok(Outcome::Done { ssh_host_key }),
            Err(error) => error,
        };
        match error.kind {
            ErrorKind::Source(_) | ErrorKind::Invalid | ErrorKind::Unprocessable | ErrorKind::Timeout => {
                let named = ["invalid", "missing"].iter().filter_map(|key| error.extra.get(*key)?.as_array());
                let mut settings: Vec<_> = named.flatten().filter_map(|it| it.as_str().map(str::to_owned)).collect();
                let fields = error.extra.keys().filter(|key| *key == "database_name" || *key == "sqlalchemy_uri");
                settings.extend(fields.cloned());
                let texts = field_texts(&error);
                let message = match texts.is_empty() {
                    true => error.message,
                    false => texts.values().cloned().collect::<Vec<_>>().join(" "),
                };
                Ok(Outcome::Refused { message, settings, texts })
            }
            _ => Err(crate::ctx::fail(error)),
        }
    }
}
