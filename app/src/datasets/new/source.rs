//! Where the dataset is to come from, as it is chosen step by step. What follows from a choice is asked for at once.

use leptos::prelude::*;

use crate::{
    Failure,
    datasets::api::{Choice, source_schemas, source_tables},
};

type Asked<I, T> = Action<I, Result<Vec<T>, Failure>>;

/// The choices, and what the database offers for each.
#[derive(Clone, Copy)]
pub struct Source {
    pub database: RwSignal<Option<i64>>,
    pub schema: RwSignal<Option<String>>,
    pub table: RwSignal<Option<String>>,
    pub schemas: Asked<i64, String>,
    pub tables: Asked<(i64, Option<String>), Choice>,
}

impl Source {
    /// From the address, where a list of tables may have led here.
    pub fn new(database: Option<i64>, schema: Option<String>, table: Option<String>) -> Self {
        let source = Self {
            database: RwSignal::new(database),
            schema: RwSignal::new(schema),
            table: RwSignal::new(table),
            schemas: Action::new(|database: &i64| source_schemas(*database)),
            tables: Action::new(|(database, schema): &(i64, Option<String>)| source_tables(*database, schema.clone())),
        };
        Effect::new(move |_| {
            if let Some(database) = source.database.get() {
                source.schemas.dispatch(database);
            }
        });
        Effect::new(move |_| {
            if let Some(database) = source.database.get() {
                source.tables.dispatch((database, source.schema.get()));
            }
        });
        source
    }

    pub fn choose_database(self, database: Option<i64>) {
        self.table.set(None);
        self.schema.set(None);
        self.database.set(database);
    }

    pub fn choose_schema(self, schema: Option<String>) {
        self.table.set(None);
        self.schema.set(schema);
    }
}

/// What a list says while it is not there.
pub fn failure_of<I: Send + Sync + 'static, T: Clone + Send + Sync + 'static>(
    asked: Asked<I, T>,
) -> Signal<Option<String>> {
    Signal::derive(move || match &*asked.value().read() {
        Some(Err(failure)) => Some(failure.message.clone()),
        Some(Ok(_)) | None => None,
    })
}
