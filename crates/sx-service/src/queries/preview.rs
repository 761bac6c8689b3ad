//! The first rows of a table or a SELECT that is no dataset yet.

use sx_connect::{Limits, SourceQuery};
use sx_model::{AppError, ErrorKind, Result, SourceColumn, SourcePreview, SourceQuestion};
use sx_query::{Dialect, SqlChecker as _, Values};

use super::type_text;
use crate::{
    Caller, Service,
    access::Action,
    datasets::{checker_of, kind_of_type},
    sources::connect_error,
    wrong::{Wrong, require_text},
};

const ROWS: usize = 25;
const PREVIEW_BYTES: usize = 16 << 20;

impl Service {
    /// For who may make datasets of this database; a SELECT is checked like that of a dataset.
    ///
    /// # Errors
    /// 422 with the place `sql` when the text is refused, or with the database's own sentence.
    pub async fn preview_source(&self, caller: &Caller, question: &SourceQuestion) -> Result<SourcePreview> {
        caller.require(Action::CreateDataset)?;
        let connection = self.lookup_connection(question.database_id).await?;
        self.require(caller, Action::ReadDatabase, &connection.database).await?;
        let (connector, checker) = checker_of(&connection)?;
        let relation = match question.sql.as_deref().filter(|sql| !sql.trim().is_empty()) {
            Some(sql) => {
                let checked = checker.query(sql).map_err(|sentence| Wrong::one("sql", sentence))?;
                format!("({}) AS virtual_table", checked.text())
            }
            None => table_of(question, connector.dialect())?,
        };
        let rows = SourceQuery {
            sql: format!("SELECT * FROM {relation} LIMIT {ROWS}"),
            params: Vec::new(),
            limits: Limits { rows: ROWS, bytes: PREVIEW_BYTES, timeout: self.config.query_timeout },
            tag: format!("sextant user={}", caller.name()),
        };
        let table = self.source(&connection)?.collect(rows).await.map_err(|error| told(error, question))?;
        let columns = table.columns.iter().map(|column| {
            let type_text = type_text(&column.values).to_owned();
            let is_dttm = matches!(column.values, Values::Time(_));
            SourceColumn { name: column.name.clone(), kind: kind_of_type(&type_text), type_text, is_dttm }
        });
        Ok(SourcePreview { columns: columns.collect(), table })
    }
}

fn table_of(question: &SourceQuestion, dialect: &dyn Dialect) -> Result<String> {
    let name = question.table_name.as_deref().unwrap_or_default();
    require_text("table_name", name)?;
    let schema = question.schema.as_deref().filter(|schema| !schema.is_empty());
    let path: Vec<_> = schema.into_iter().chain([name]).map(|part| dialect.quote(part)).collect();
    Ok(path.join("."))
}

/// What the database says of a SELECT belongs to its text.
fn told(error: sx_connect::ConnectError, question: &SourceQuestion) -> AppError {
    let error = connect_error(error);
    let has_sql = question.sql.as_deref().is_some_and(|sql| !sql.trim().is_empty());
    match &error.kind {
        ErrorKind::Source(error_type) if has_sql && !error_type.starts_with("CONNECTION_") => {
            Wrong::one("sql", error.message)
        }
        _ => error,
    }
}
