//! The first rows of a table or a SELECT that is no dataset yet.

use sx_connect::{Limits, SourceQuery};
use sx_model::{AppError, ErrorKind, Result, SourceColumn, SourcePreview, SourceQuestion};
use sx_query::{Dialect, Values};
use sx_sql::Checker;

use super::type_text;
use crate::{
    Caller, Service,
    access::Action,
    datasets::{checker_of, kind_of_type},
    row_rules::{CallerRules, without_words},
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
        let rules = self.rules_for(caller, question.database_id).await?;
        let (relation, are_ruled) = match question.sql.as_deref().filter(|sql| !sql.trim().is_empty()) {
            Some(sql) => {
                let checked = self.select_to_look_at(caller, &connection, sql, None).await?;
                (format!("({}) AS virtual_table", checked.text()), rules.are_on(&checker, &checked))
            }
            None => table_of(question, connector.dialect(), &rules, &checker)?,
        };
        let rows = SourceQuery {
            sql: format!("SELECT * FROM {relation} LIMIT {ROWS}"),
            params: Vec::new(),
            limits: Limits { rows: ROWS, bytes: PREVIEW_BYTES, timeout: self.config.query_timeout },
            tag: format!("sextant user={}", caller.name()),
        };
        let table = self.source(&connection)?.collect(rows).await.map_err(|error| told(error, question, are_ruled))?;
        let columns = table.columns.iter().map(|column| {
            let type_text = type_text(&column.values).to_owned();
            let is_dttm = matches!(column.values, Values::Time(_));
            SourceColumn { name: column.name.clone(), kind: kind_of_type(&type_text), type_text, is_dttm }
        });
        Ok(SourcePreview { columns: columns.collect(), table })
    }
}

/// The relation after FROM, and whether rules are in it.
fn table_of(
    question: &SourceQuestion,
    dialect: &'static dyn Dialect,
    rules: &CallerRules,
    checker: &Checker,
) -> Result<(String, bool)> {
    let name = question.table_name.as_deref().unwrap_or_default();
    require_text("table_name", name)?;
    let schema = question.schema.as_deref().filter(|schema| !schema.is_empty());
    let path: Vec<_> = schema.into_iter().chain([name]).map(|part| dialect.quote(part)).collect();
    let rules = rules.of_named_table(checker, dialect, schema, name)?;
    let path = path.join(".");
    if rules.is_empty() {
        return Ok((path, false));
    }
    Ok((format!("({}) AS {}", rules.select(&path, dialect), dialect.quote(name)), true))
}

/// What the database says of a SELECT belongs to its text.
fn told(error: sx_connect::ConnectError, question: &SourceQuestion, are_ruled: bool) -> AppError {
    let error = connect_error(error);
    let error = if are_ruled { without_words(error) } else { error };
    let has_sql = question.sql.as_deref().is_some_and(|sql| !sql.trim().is_empty());
    match &error.kind {
        ErrorKind::Source(error_type) if has_sql && !error_type.starts_with("CONNECTION_") => {
            Wrong::one("sql", error.message)
        }
        _ => error,
    }
}
