//! What a stored database holds. All of it asks [`Service::readable`] first: who may look in.

use std::sync::Arc;

use sx_connect::{ColumnInfo, Connector, IndexInfo, Source, TableInfo};
use sx_model::{DatabaseId, Result};
use sx_sql::Checker;
use sx_store::Connection;

use crate::{Caller, Service, access::Action, databases::in_time, sources::parse_uri};

const SAMPLE_ROWS: usize = 100;

impl Service {
    pub async fn database_schemas(&self, caller: &Caller, id: DatabaseId) -> Result<Vec<String>> {
        let (_, source) = self.readable(caller, id).await?;
        in_time(source.schemas()).await
    }

    /// Schemas that uploaded files may become tables of.
    pub async fn schemas_for_upload(&self, caller: &Caller, id: DatabaseId) -> Result<Vec<String>> {
        let (connection, source) = self.readable(caller, id).await?;
        let (connector, _) = parse_uri(&connection.database.fields.sqlalchemy_uri)?;
        if !connection.database.fields.allow_file_upload || !connector.takes_files() {
            return Ok(Vec::new());
        }
        in_time(source.schemas()).await
    }

    /// The databases of the server: we know of the one that the connection names.
    pub async fn database_catalogs(&self, caller: &Caller, id: DatabaseId) -> Result<Vec<String>> {
        let (connection, _) = self.readable(caller, id).await?;
        let (connector, uri) = parse_uri(&connection.database.fields.sqlalchemy_uri)?;
        // A folder is no catalog.
        Ok(if connector.takes_files() { None } else { uri.database() }.into_iter().collect())
    }

    /// Tables and views of a schema, by name.
    pub async fn database_tables(
        &self,
        caller: &Caller,
        id: DatabaseId,
        schema: Option<&str>,
    ) -> Result<Vec<TableInfo>> {
        let (_, source) = self.readable(caller, id).await?;
        in_time(source.tables(schema)).await
    }

    pub async fn table_columns(
        &self,
        caller: &Caller,
        id: DatabaseId,
        schema: Option<&str>,
        table: &str,
    ) -> Result<Vec<ColumnInfo>> {
        let (connection, source) = self.readable(caller, id).await?;
        let columns = in_time(source.columns(schema, table)).await?;
        self.shown_columns(caller, &connection, schema, table, columns).await
    }

    /// The primary key first. An index over what is no column, or none that the caller may see, is left out.
    pub async fn table_indexes(
        &self,
        caller: &Caller,
        id: DatabaseId,
        schema: Option<&str>,
        table: &str,
    ) -> Result<Vec<IndexInfo>> {
        let columns = self.table_columns(caller, id, schema, table).await?;
        let (_, source) = self.readable(caller, id).await?;
        let mut indexes = in_time(source.indexes(schema, table)).await?;
        let is_shown = |name: &String| columns.iter().any(|column| column.name == *name);
        indexes.retain(|index| index.columns.iter().all(is_shown));
        Ok(indexes)
    }

    /// A SELECT of each column of a table, for somebody to begin with.
    pub async fn select_star(
        &self,
        caller: &Caller,
        id: DatabaseId,
        schema: Option<&str>,
        table: &str,
    ) -> Result<String> {
        let (connection, source) = self.readable(caller, id).await?;
        let columns = in_time(source.columns(schema, table)).await?;
        let columns = self.shown_columns(caller, &connection, schema, table, columns).await?;
        let (connector, _) = parse_uri(&connection.database.fields.sqlalchemy_uri)?;
        Ok(select_star(connector, schema, table, &columns))
    }

    /// The functions that a text may call, sorted.
    pub async fn function_names(&self, caller: &Caller, id: DatabaseId) -> Result<Vec<&'static str>> {
        let (connection, _) = self.readable(caller, id).await?;
        let (connector, _) = parse_uri(&connection.database.fields.sqlalchemy_uri)?;
        Ok(Checker::for_dialect(connector.dialect().id()).map(|checker| checker.function_names()).unwrap_or_default())
    }

    /// Whether a stored connection answers.
    pub async fn ping_database(&self, caller: &Caller, id: DatabaseId) -> Result<()> {
        let (_, source) = self.readable(caller, id).await?;
        in_time(source.ping()).await
    }

    /// The one way into a database for somebody who looks around in it. A grant on the database opens all of it; one on a
    /// schema or a dataset opens only those datasets.
    pub(crate) async fn readable(&self, caller: &Caller, id: DatabaseId) -> Result<(Connection, Arc<dyn Source>)> {
        caller.require_user()?;
        let connection = self.lookup_connection(id).await?;
        self.require(caller, Action::ReadDatabase, &connection.database).await?;
        let source = self.source(&connection)?;
        Ok((connection, source))
    }
}

fn select_star(connector: &dyn Connector, schema: Option<&str>, table: &str, columns: &[ColumnInfo]) -> String {
    let dialect = connector.dialect();
    let names: Vec<_> = columns.iter().map(|column| format!("  {}", dialect.quote(&column.name))).collect();
    let place: Vec<_> = schema.into_iter().chain([table]).map(|part| dialect.quote(part)).collect();
    let list = if names.is_empty() { "  *".to_owned() } else { names.join(",\n") };
    format!("SELECT\n{list}\nFROM {}\nLIMIT {SAMPLE_ROWS}", place.join("."))
}
