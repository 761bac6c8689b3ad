//! An open database: the few questions that every connector answers alike.

use std::{pin::Pin, time::Duration};

use arrow_array::RecordBatch;
use futures::{Stream, future::BoxFuture};
use serde::Serialize;
use sx_query::{Param, Table};

use crate::ConnectError;

pub type BatchStream = Pin<Box<dyn Stream<Item = Result<RecordBatch, ConnectError>> + Send>>;

/// A pooled connection to one database. Dropping a future or a stream cancels the query in the database.
pub trait Source: Send + Sync {
    /// Answers when the database does, or fails within the source's connect timeout.
    fn ping(&self) -> BoxFuture<'_, Result<(), ConnectError>>;
    fn schemas(&self) -> BoxFuture<'_, Result<Vec<String>, ConnectError>>;
    /// Tables and views of one schema.
    fn tables<'a>(&'a self, schema: Option<&'a str>) -> BoxFuture<'a, Result<Vec<TableInfo>, ConnectError>>;
    /// In the table's order; no such table is an error.
    fn columns<'a>(
        &'a self,
        schema: Option<&'a str>,
        table: &'a str,
    ) -> BoxFuture<'a, Result<Vec<ColumnInfo>, ConnectError>>;
    /// The indexes of a table, its primary key first; none where the database has none, or does not tell.
    fn indexes<'a>(
        &'a self,
        _schema: Option<&'a str>,
        _table: &'a str,
    ) -> BoxFuture<'a, Result<Vec<IndexInfo>, ConnectError>> {
        Box::pin(std::future::ready(Ok(Vec::new())))
    }
    /// Streams the answer. The SQL was planned, or parsed and checked; parameters are `$1`, `$2`, … or `?` as the dialect says.
    /// The first batch always comes, empty or not, so the columns are known. Arrow types are the few of `types::normalise`.
    fn query(&self, query: SourceQuery) -> BoxFuture<'_, Result<BatchStream, ConnectError>>;

    /// As [`Source::query`], with every digit of decimals: their columns are text that is marked as decimal. Where a database has
    /// none, or answers them as floats already, this is the same.
    fn query_exact(&self, query: SourceQuery) -> BoxFuture<'_, Result<BatchStream, ConnectError>> {
        self.query(query)
    }

    /// From now on at most so many statements at once; each connector has a number of its own to begin with.
    fn limit_statements(&self, most: usize);

    /// Fingerprint of the key that the tunnel's SSH server showed last; `None` without a tunnel, or before the first question.
    fn ssh_host_key(&self) -> Option<String> {
        None
    }

    /// The whole answer as a table, within the limits.
    fn collect(&self, query: SourceQuery) -> BoxFuture<'_, Result<Table, ConnectError>> {
        Box::pin(async move { crate::collect_table(self.query(query).await?).await })
    }
}

#[derive(Clone, Debug)]
pub struct SourceQuery {
    pub sql: String,
    pub params: Vec<Param>,
    pub limits: Limits,
    /// Who asked; a comment in front of the statement, so that the database's own log tells. Where more is asked than the
    /// source does at once, those who ask are served in turn.
    pub tag: String,
}

impl SourceQuery {
    /// The SQL behind a comment with the tag; nothing in a tag can end the comment.
    pub(crate) fn tagged_sql(&self) -> String {
        let tag: String = self.tag.chars().map(|c| if c.is_control() || "*/".contains(c) { ' ' } else { c }).collect();
        match tag.trim() {
            "" => self.sql.clone(),
            tag => format!("/* {tag} */ {}", self.sql),
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The answer is cut off here; ask for one more to learn whether there are more.
    pub rows: usize,
    /// Of Arrow memory; an answer that is larger is an error.
    pub bytes: usize,
    /// From the question's turn to the last batch; it waits for its turn as long at most.
    pub timeout: Duration,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TableInfo {
    pub name: String,
    pub schema: Option<String>,
    /// `table` or `view`.
    pub kind: &'static str,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IndexInfo {
    pub name: String,
    /// In the index's order; an expression stands as its text, where the database tells it.
    pub columns: Vec<String>,
    pub is_unique: bool,
    pub is_primary: bool,
}

impl IndexInfo {
    /// From a row for each column: the index's name, the column, whether it is unique, and the primary key. The rows of an
    /// index stand together.
    pub(crate) fn gather(rows: impl IntoIterator<Item = (String, String, bool, bool)>) -> Vec<Self> {
        let mut indexes: Vec<Self> = Vec::new();
        for (name, column, is_unique, is_primary) in rows {
            match indexes.last_mut().filter(|last| last.name == name) {
                Some(last) => last.columns.push(column),
                None => indexes.push(Self { name, columns: vec![column], is_unique, is_primary }),
            }
        }
        indexes
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ColumnInfo {
    pub name: String,
    /// The database's own name of the type, upper-case: `DOUBLE PRECISION`.
    pub type_text: String,
    pub kind: sx_query::Kind,
    pub is_dttm: bool,
    pub nullable: bool,
    pub comment: Option<String>,
}
