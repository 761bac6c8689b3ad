use leptos::{prelude::*, task::spawn_local};
use serde::Serialize;
use sx_model::{BadRows, UploadPreview, UploadSheet, UploadedTable};

use super::send::{self, Refusal};

/// The file that was chosen; the server has none.
#[cfg(feature = "hydrate")]
pub type ChosenFile = send_wrapper::SendWrapper<web_sys::File>;
#[cfg(not(feature = "hydrate"))]
pub type ChosenFile = ();

/// One upload, from the choice of a file to the table.
#[derive(Clone, Copy)]
pub struct Upload {
    pub file: StoredValue<Option<ChosenFile>>,
    pub file_name: RwSignal<Option<String>>,
    pub reading: RwSignal<Reading>,
    pub preview: RwSignal<Option<UploadPreview>>,
    pub columns: RwSignal<Vec<ColumnChoice>>,
    pub table_name: RwSignal<String>,
    pub database: RwSignal<Option<i64>>,
    /// `fail`, `replace` or `append`.
    pub already_exists: RwSignal<String>,
    /// `refuse`, `leave_out` or `empty`.
    pub bad_rows: RwSignal<String>,
    pub problems: RwSignal<Option<BadRows>>,
    pub failure: RwSignal<Option<String>>,
    pub looking: RwSignal<bool>,
    pub sending: RwSignal<bool>,
    pub done: RwSignal<Option<UploadedTable>>,
    csrf_token: StoredValue<String>,
}

/// How the file is to be read; empty texts leave it to the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub sheet: Option<String>,
    pub delimiter: String,
    pub encoding: String,
    pub decimal: String,
    pub has_header: bool,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            sheet: None,
            delimiter: String::new(),
            encoding: String::new(),
            decimal: String::new(),
            has_header: true,
        }
    }
}

/// What becomes of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ColumnChoice {
    pub source: String,
    pub name: String,
    #[serde(rename = "type")]
    pub type_: String,
    #[serde(skip)]
    pub is_taken: bool,
}

impl Upload {
    pub fn new(database: Option<i64>, csrf_token: String) -> Self {
        Self {
            file: StoredValue::new(None),
            file_name: RwSignal::new(None),
            reading: RwSignal::default(),
            preview: RwSignal::new(None),
            columns: RwSignal::new(Vec::new()),
            table_name: RwSignal::new(String::new()),
            database: RwSignal::new(database),
            already_exists: RwSignal::new("fail".to_owned()),
            bad_rows: RwSignal::new("refuse".to_owned()),
            problems: RwSignal::new(None),
            failure: RwSignal::new(None),
            looking: RwSignal::new(false),
            sending: RwSignal::new(false),
            done: RwSignal::new(None),
            csrf_token: StoredValue::new(csrf_token),
        }
    }

    #[cfg(feature = "hydrate")]
    pub fn choose(self, file: web_sys::File) {
        self.forget();
        self.file_name.set(Some(file.name()));
        self.file.set_value(Some(send_wrapper::SendWrapper::new(file)));
        self.look();
    }

    /// Back to the beginning, for another file.
    pub fn forget(self) {
        self.file.set_value(None);
        self.file_name.set(None);
        self.reading.set(Reading::default());
        self.preview.set(None);
        self.columns.set(Vec::new());
        self.table_name.set(String::new());
        self.already_exists.set("fail".to_owned());
        self.bad_rows.set("refuse".to_owned());
        self.problems.set(None);
        self.failure.set(None);
        self.done.set(None);
    }

    /// Another way to read it may find other columns.
    pub fn read_as(self, change: impl FnOnce(&mut Reading)) {
        self.reading.update(change);
        self.look();
    }

    fn look(self) {
        self.looking.set(true);
        self.failure.set(None);
        self.problems.set(None);
        spawn_local(async move {
            let asked = self.reading.get_untracked();
            let answer = send::preview(self, &self.csrf_token.get_value()).await;
            // It was changed again meanwhile: the answer to that is under way.
            if self.reading.try_get_untracked().as_ref() != Some(&asked) {
                return;
            }
            match answer {
                Ok(preview) => self.show(preview),
                Err(refusal) => {
                    self.preview.set(None);
                    self.failure.set(Some(refusal.message));
                }
            }
            self.looking.set(false);
        });
    }

    fn show(self, preview: UploadPreview) {
        if self.table_name.with_untracked(String::is_empty) {
            self.table_name.set(preview.table_name.clone());
        }
        let sheet = self.reading.with_untracked(|reading| sheet_of(&preview, reading.sheet.as_deref()).cloned());
        self.columns.set(sheet.map(|sheet| choices(&sheet)).unwrap_or_default());
        self.preview.set(Some(preview));
    }

    /// Another sheet of the same workbook, which is known already.
    pub fn choose_sheet(self, name: String) {
        let sheet = self.preview.with_untracked(|preview| sheet_of(preview.as_ref()?, Some(&name)).cloned());
        self.reading.update(|reading| reading.sheet = Some(name));
        self.columns.set(sheet.map(|sheet| choices(&sheet)).unwrap_or_default());
        self.problems.set(None);
    }

    pub fn sheet(self) -> Option<UploadSheet> {
        let reading = self.reading.read();
        let preview = self.preview.read();
        sheet_of(preview.as_ref()?, reading.sheet.as_deref()).cloned()
    }

    pub fn send(self) {
        self.sending.set(true);
        self.failure.set(None);
        spawn_local(async move {
            match send::upload(self, &self.csrf_token.get_value()).await {
                Ok(table) => _ = self.done.try_set(Some(table)),
                Err(Refusal { message, bad_rows }) => {
                    _ = self.problems.try_set(bad_rows);
                    _ = self.failure.try_set(Some(message));
                }
            }
            _ = self.sending.try_set(false);
        });
    }
}

fn sheet_of<'a>(preview: &'a UploadPreview, name: Option<&str>) -> Option<&'a UploadSheet> {
    let named = preview.items.iter().find(|sheet| name.is_some() && sheet.sheet_name.as_deref() == name);
    named.or(preview.items.first())
}

fn choices(sheet: &UploadSheet) -> Vec<ColumnChoice> {
    let choice = |column: &sx_model::UploadColumn| ColumnChoice {
        source: column.name.clone(),
        name: column.name.clone(),
        type_: column.type_.clone(),
        is_taken: true,
    };
    sheet.columns.iter().map(choice).collect()
}
