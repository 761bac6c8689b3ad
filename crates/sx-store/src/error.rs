//! What can go wrong in the store. Each text but the last three may be shown to the person who asked.

use sqlx::error::DatabaseError;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A name, slug or key is taken, or something else still needs what should go.
    #[error("{message}")]
    Conflict { message: String },
    /// The row to change is not there; `what` is its noun: `Chart`.
    #[error("{what} not found")]
    NotFound { what: &'static str },
    /// A filter or an order that this list does not know, or a value of the wrong type.
    #[error("{message}")]
    BadFilter { message: String },
    /// A text that cannot be stored.
    #[error("{message}")]
    BadValue { message: String },
    /// The secret is there, and this key does not open it.
    #[error("{message}")]
    Sealed { message: String },
    /// The store's address is wrong; the text has no password in it.
    #[error("{message}")]
    BadUrl { message: String },
    #[error("The migrations of the metadata database failed: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// Someone else wrote into the tables, or a bug of ours.
    #[error("The metadata database holds a damaged value: {message}")]
    Damaged { message: String },
    #[error("The metadata database failed: {0}")]
    Other(sqlx::Error),
}

impl StoreError {
    pub(crate) fn bad_filter(message: impl Into<String>) -> Self {
        Self::BadFilter { message: message.into() }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        // Postgres has no U+0000 in its texts and says so with this code; SQLite stores it.
        let has_null = error.as_database_error().and_then(DatabaseError::code).is_some_and(|code| code == "22021");
        if has_null {
            let message = "A text must not contain the character U+0000.".to_owned();
            return Self::BadValue { message };
        }
        Self::Other(error)
    }
}

/// Turns broken constraints into sentences, next to the statement that may break them.
pub(crate) trait OnConstraint<T> {
    /// When the values of these columns are taken.
    fn on_taken(self, table: &str, columns: &[&str], message: impl FnOnce() -> String) -> super::Result<T>;
    /// When a row that is pointed at is missing, or a row that should go is still pointed at.
    fn on_broken_link(self, message: impl FnOnce() -> String) -> super::Result<T>;
}

impl<T> OnConstraint<T> for super::Result<T> {
    fn on_taken(self, table: &str, columns: &[&str], message: impl FnOnce() -> String) -> super::Result<T> {
        self.map_err(|error| match database_error(&error) {
            Some(cause) if is_taken(cause, table, columns) => StoreError::Conflict { message: message() },
            _ => error,
        })
    }

    fn on_broken_link(self, message: impl FnOnce() -> String) -> super::Result<T> {
        self.map_err(|error| match database_error(&error) {
            Some(cause) if is_broken_link(cause) => StoreError::Conflict { message: message() },
            _ => error,
        })
    }
}

fn database_error(error: &StoreError) -> Option<&dyn DatabaseError> {
    match error {
        StoreError::Other(error) => error.as_database_error(),
        _ => None,
    }
}

/// Postgres names the constraint (`charts_uuid_key`), SQLite the columns (`charts.uuid`).
fn is_taken(error: &dyn DatabaseError, table: &str, columns: &[&str]) -> bool {
    if !error.is_unique_violation() {
        return false;
    }
    let by_name = format!("{table}_{}_key", columns.join("_"));
    let by_columns = columns.iter().map(|column| format!("{table}.{column}")).collect::<Vec<_>>().join(", ");
    error.constraint() == Some(&by_name) || error.message().ends_with(&format!(": {by_columns}"))
}

/// SQLite reports ON DELETE RESTRICT with the code of a trigger; its text is the same.
fn is_broken_link(error: &dyn DatabaseError) -> bool {
    error.is_foreign_key_violation() || error.message().ends_with("FOREIGN KEY constraint failed")
}
