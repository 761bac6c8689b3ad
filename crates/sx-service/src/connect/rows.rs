//! Connections as the screens and the API's forms show them.

use sx_connect::{ConnectionUri, Connector};
use sx_model::{
    ConnectionForm, Database, DatabaseId, DatabaseRow, DatabaseUsage, DatasetId, ListFilter, ListQuery, Page, Result,
    UserSummary,
};
use sx_store::AssetKind;

use super::forms::connection_form;
use crate::{Caller, Service, access::Action, sources::parse_uri, store_error};

/// A stored connection with its form, for those who may change it.
pub struct ConnectionDetails {
    pub database: Database,
    pub form: ConnectionForm,
    pub connector: &'static dyn Connector,
}

impl Service {
    /// By name, with what each is used for.
    pub async fn database_rows(&self, caller: &Caller, query: &ListQuery) -> Result<Page<DatabaseRow>> {
        let page = self.list_databases(caller, query).await?;
        let mut rows = Vec::with_capacity(page.items.len());
        for database in page.items {
            rows.push(self.database_row(caller, database).await?);
        }
        Ok(Page { count: page.count, items: rows })
    }

    async fn database_row(&self, caller: &Caller, database: Database) -> Result<DatabaseRow> {
        let parsed = parse_uri(&database.fields.sqlalchemy_uri).ok();
        let of_it = ListFilter { col: "database_id".to_owned(), opr: "eq".to_owned(), value: database.id.0.into() };
        let query = ListQuery { filters: vec![of_it], ..ListQuery::default() };
        let filter = self.asset_filter(caller, AssetKind::Dataset, &query)?;
        Ok(DatabaseRow {
            id: database.id,
            engine: parsed.as_ref().map_or("Unknown", |(connector, _)| connector.name()).to_owned(),
            place: parsed.as_ref().and_then(|(connector, uri)| place(*connector, uri)),
            datasets: self.store.count_datasets(&filter).await.map_err(store_error)?,
            takes_files: database.fields.allow_file_upload
                && parsed.is_some_and(|(connector, _)| connector.takes_files()),
            name: database.fields.database_name,
            changed_on: database.audit.changed_on,
            changed_by: database.audit.changed_by.as_ref().map(full_name),
        })
    }

    /// For those who may change it; others do not learn where it is.
    pub async fn connection_details(&self, caller: &Caller, id: DatabaseId) -> Result<ConnectionDetails> {
        let database = self.find_database(caller, id).await?;
        self.require(caller, Action::UpdateDatabase, &database).await?;
        let (connector, uri) = parse_uri(&database.fields.sqlalchemy_uri)?;
        Ok(ConnectionDetails { form: connection_form(connector, &uri), database, connector })
    }

    /// What stands in the way of deleting it.
    pub async fn database_usage(&self, caller: &Caller, id: DatabaseId) -> Result<DatabaseUsage> {
        let related = self.related_to_database(caller, id).await?;
        let datasets = self.datasets_of_database(id).await?;
        Ok(DatabaseUsage {
            datasets: datasets.into_iter().map(|(id, name)| (DatasetId(id), name)).collect(),
            charts: related.charts.count as u64,
            dashboards: related.dashboards.count as u64,
        })
    }
}

/// `db.example.org · sales`, or the folder.
fn place(connector: &dyn Connector, uri: &ConnectionUri) -> Option<String> {
    if connector.takes_files() {
        return uri.database();
    }
    let parts: Vec<_> = [uri.host(), uri.database()].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

fn full_name(user: &UserSummary) -> String {
    format!("{} {}", user.first_name, user.last_name).trim().to_owned()
}
