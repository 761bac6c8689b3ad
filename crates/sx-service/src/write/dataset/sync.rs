//! The columns of a dataset as its source has them.

use std::collections::HashMap;

use sx_connect::{Limits, SourceQuery};
pub use sx_model::SyncSummary;
use sx_model::{Dataset, DatasetColumnFields, DatasetFields, DatasetId, Result, SyncPreview};
use sx_query::Values;
use sx_store::Connection;

use super::parts::new_column;
use crate::{
    Caller, Service, databases::in_time, datasets::checker_of, queries::type_text, row_rules::without_words,
    sources::connect_error,
};

/// A question for the columns answers no rows; this is what its envelope may take.
const ENVELOPE_BYTES: usize = 16 << 20;

/// A column of the source.
pub(super) struct Found {
    name: String,
    type_text: String,
    is_dttm: bool,
}

impl Found {
    pub fn into_fields(self) -> DatasetColumnFields {
        let Self { name, type_text, is_dttm } = self;
        DatasetColumnFields { column_name: name, type_: Some(type_text), is_dttm, ..new_column() }
    }
}

pub(super) fn first_time(columns: &[DatasetColumnFields]) -> Option<String> {
    columns.iter().find(|column| column.is_dttm).map(|column| column.column_name.clone())
}

impl Service {
    /// Columns that the source has now; calculated ones stay.
    pub async fn refresh_dataset(&self, caller: &Caller, id: DatasetId) -> Result<SyncSummary> {
        let dataset = self.changeable_dataset(caller, id).await?;
        let SyncPreview { summary, columns, main_dttm_col } = self.synced(caller, &dataset, &dataset.fields).await?;
        let hidden = self.hidden_in(caller, &dataset).await?;
        // A main time column that the caller does not see stays what it is.
        let is_hidden = |name: &String| hidden.hides_name(name);
        let main_dttm_col = dataset.fields.main_dttm_col.clone().filter(is_hidden).or(main_dttm_col);
        let fields = DatasetFields { main_dttm_col, ..dataset.fields.clone() };
        let mut metrics: Vec<_> = dataset.metrics.iter().map(|metric| metric.fields.clone()).collect();
        let mut columns = columns;
        hidden.keep(&dataset, &mut columns, &mut metrics);
        self.save_dataset(caller, &dataset, None, dataset.database_id, &fields, &columns, &metrics, None).await?;
        Ok(summary)
    }

    /// What a refresh would do, with this SELECT in place of the stored one where it is given; nothing is saved.
    pub async fn preview_refresh(&self, caller: &Caller, id: DatasetId, sql: Option<String>) -> Result<SyncPreview> {
        let dataset = self.changeable_dataset(caller, id).await?;
        let fields = DatasetFields { sql: sql.or(dataset.fields.sql.clone()), ..dataset.fields.clone() };
        self.synced(caller, &dataset, &fields).await
    }

    async fn synced(&self, caller: &Caller, dataset: &Dataset, fields: &DatasetFields) -> Result<SyncPreview> {
        let connection = self.lookup_connection(dataset.database_id).await?;
        let found = self.columns_in_source(caller, &connection, fields).await?;
        let (columns, summary) = merged(&self.shown_dataset(caller, dataset.clone()).await?, found);
        let is_there = |name: &String| columns.iter().any(|column| column.column_name == *name);
        let main_dttm_col = fields.main_dttm_col.clone().filter(is_there).or_else(|| first_time(&columns));
        Ok(SyncPreview { summary, columns, main_dttm_col })
    }

    /// Of the table, or of what the SELECT answers.
    pub(super) async fn columns_in_source(
        &self,
        caller: &Caller,
        connection: &Connection,
        fields: &DatasetFields,
    ) -> Result<Vec<Found>> {
        let source = self.source(connection)?;
        let Some(sql) = fields.sql.as_deref().filter(|sql| !sql.trim().is_empty()) else {
            let columns = in_time(source.columns(fields.schema.as_deref(), &fields.table_name)).await?;
            let columns = self.shown_columns(caller, connection, fields.schema.as_deref(), &fields.table_name, columns);
            let columns = columns.await?;
            let found = columns.into_iter().map(|column| Found {
                name: column.name,
                type_text: column.type_text,
                is_dttm: column.is_dttm,
            });
            return Ok(found.collect());
        };
        let rules = self.rules_for(caller, connection.database.id).await?;
        let checked = self.select_to_look_at(caller, connection, sql, fields.template_params.as_ref()).await?;
        let question = SourceQuery {
            sql: format!("SELECT * FROM ({}) AS virtual_table LIMIT 0", checked.text()),
            params: Vec::new(),
            limits: Limits { rows: 1, bytes: ENVELOPE_BYTES, timeout: self.config.query_timeout },
            tag: format!("sextant user={}", caller.name()),
        };
        let are_ruled = rules.are_on(&checker_of(connection)?.1, &checked);
        let told = |error| if are_ruled { without_words(connect_error(error)) } else { connect_error(error) };
        let table = source.collect(question).await.map_err(told)?;
        let found = table.columns.into_iter().map(|column| Found {
            type_text: type_text(&column.values).to_owned(),
            is_dttm: matches!(column.values, Values::Time(_)),
            name: column.name,
        });
        Ok(found.collect())
    }
}

/// In the source's order, the calculated ones behind; what people wrote about a column stays.
fn merged(dataset: &Dataset, found: Vec<Found>) -> (Vec<DatasetColumnFields>, SyncSummary) {
    let is_calculated =
        |column: &DatasetColumnFields| column.expression.as_deref().is_some_and(|it| !it.trim().is_empty());
    let stored = dataset.columns.iter().map(|column| column.fields.clone());
    let (calculated, physical): (Vec<_>, Vec<_>) = stored.partition(is_calculated);
    let mut physical: HashMap<_, _> = physical.into_iter().map(|column| (column.column_name.clone(), column)).collect();
    let (mut columns, mut summary) = (Vec::with_capacity(found.len()), SyncSummary::default());
    for found in found {
        // A calculated column of the same name hides the source's.
        if calculated.iter().any(|column| column.column_name == found.name) {
            continue;
        }
        match physical.remove(&found.name) {
            None => {
                summary.added.push(found.name.clone());
                columns.push(found.into_fields());
            }
            Some(column) if column.type_.as_deref() == Some(&found.type_text) => columns.push(column),
            Some(column) => {
                summary.changed.push(found.name);
                columns.push(DatasetColumnFields { type_: Some(found.type_text), is_dttm: found.is_dttm, ..column });
            }
        }
    }
    summary.removed.extend(physical.into_keys());
    summary.removed.sort();
    columns.extend(calculated);
    (columns, summary)
}

#[cfg(test)]
mod tests {
    use sx_model::{Audit, DatabaseId, DatasetColumn, DatasetColumnId};
    use uuid::Uuid;

    use super::*;

    fn column(name: &str, type_text: &str, expression: Option<&str>) -> DatasetColumn {
        let fields = DatasetColumnFields {
            column_name: name.to_owned(),
            type_: Some(type_text.to_owned()),
            expression: expression.map(str::to_owned),
            description: Some("by hand".to_owned()),
            ..DatasetColumnFields::default()
        };
        DatasetColumn { id: DatasetColumnId(1), fields }
    }

    #[test]
    fn what_is_new_comes_what_is_gone_goes_and_what_people_wrote_stays() {
        let now = "2026-11-20T08:00:00Z".parse().unwrap();
        let dataset = Dataset {
            id: DatasetId(1),
            uuid: Uuid::nil(),
            database_id: DatabaseId(1),
            fields: DatasetFields::default(),
            columns: vec![
                column("a", "INTEGER", None),
                column("gone", "TEXT", None),
                column("twice", "INTEGER", Some("a * 2")),
                column("b", "TEXT", None),
            ],
            metrics: Vec::new(),
            owners: Vec::new(),
            cache_generation: 0,
            audit: Audit { created_on: now, changed_on: now, created_by: None, changed_by: None },
        };
        let found = [("b", "TIMESTAMP", true), ("a", "INTEGER", false), ("new", "TEXT", false)];
        let found =
            found.map(|(name, type_text, is_dttm)| Found { name: name.into(), type_text: type_text.into(), is_dttm });
        let (columns, summary) = merged(&dataset, found.into());
        let told: Vec<_> = columns
            .iter()
            .map(|it| format!("{} {} {}", it.column_name, it.type_.as_deref().unwrap_or("-"), it.description.is_some()))
            .collect();
        assert_eq!(told, ["b TIMESTAMP true", "a INTEGER true", "new TEXT false", "twice INTEGER true"]);
        assert_eq!(first_time(&columns).as_deref(), Some("b"));
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let expected = SyncSummary { added: names(&["new"]), changed: names(&["b"]), removed: names(&["gone"]) };
        assert_eq!(summary, expected);
    }
}
