//! The fields of an upload, in the reference's names and ours.

use std::collections::HashMap;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use sx_connect::ingest::{BadRows, ColumnGuess, ColumnPlan, ColumnType, FileKind, FileOptions, table_name_fault};
use sx_model::Result;

use super::Incoming;
use crate::wrong::Wrong;

/// A multipart request, read.
#[derive(Default)]
pub struct UploadForm {
    pub file: Option<Incoming>,
    /// As the person's own machine calls it.
    pub file_name: String,
    /// In the request's order; a name may come several times.
    pub fields: Vec<(String, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AlreadyExists {
    Fail,
    Replace,
    Append,
}

/// What becomes of the file.
pub(super) struct TableWish {
    pub table_name: String,
    pub schema: Option<String>,
    pub already_exists: AlreadyExists,
    pub bad_rows: BadRows,
    columns: ColumnWish,
}

/// `columns` says all; the reference's fields say it piece by piece.
enum ColumnWish {
    Plans(Vec<ColumnPlan>),
    Guessed { only: Option<Vec<String>>, types: HashMap<String, ColumnType> },
}

impl UploadForm {
    /// How the file is to be read; by its name where the form does not say what it is.
    pub(super) fn file_options(&self) -> Result<FileOptions> {
        let mut wrong = Wrong::default();
        let by_name = FileKind::of_name(&self.file_name);
        let kind = match self.value("type") {
            // The reference calls it by what its reader does; a JSON file is none of its kinds.
            Some(text) => self.choice("type", text, &mut wrong).or(by_name),
            None => by_name,
        };
        if kind.is_none() {
            wrong.add("type", "One of csv, excel, columnar or json is expected.");
        }
        let is_tsv = self.file_name.to_ascii_lowercase().ends_with(".tsv");
        let header_row: Option<i64> = self.number("header_row", &mut wrong);
        let options = FileOptions {
            kind: kind.unwrap_or_default(),
            encoding: self.value("encoding").and_then(|text| self.choice("encoding", text, &mut wrong)),
            delimiter: self.delimiter(&mut wrong).or(is_tsv.then_some('\t')),
            header_row: header_row.map_or(Some(0), |row| u64::try_from(row).ok()),
            skip_rows: self.number("skip_rows", &mut wrong).unwrap_or(0),
            rows_to_read: self.number("rows_to_read", &mut wrong),
            skip_initial_space: self.flag("skip_initial_space", &mut wrong).unwrap_or(false),
            null_values: self.list("null_values"),
            decimal: self.character("decimal_character", &mut wrong),
            day_first: self.flag("day_first", &mut wrong),
            sheet: self.value("sheet_name").map(str::to_owned),
        };
        wrong.check()?;
        Ok(options)
    }

    pub(super) fn table_wish(&self) -> Result<TableWish> {
        let mut wrong = Wrong::default();
        let table_name = self.value("table_name").unwrap_or_default().trim().to_owned();
        if let Some(fault) = table_name_fault(&table_name) {
            wrong.add("table_name", fault);
        }
        let already_exists = match self.value("already_exists").unwrap_or("fail") {
            "fail" => AlreadyExists::Fail,
            "replace" => AlreadyExists::Replace,
            "append" => AlreadyExists::Append,
            _ => {
                wrong.add("already_exists", "One of fail, replace or append is expected.");
                AlreadyExists::Fail
            }
        };
        let bad_rows = self.value("bad_rows").and_then(|text| self.choice("bad_rows", text, &mut wrong));
        let columns = self.column_wish(&mut wrong);
        let schema = self.value("schema").map(str::to_owned);
        wrong.check()?;
        Ok(TableWish { table_name, schema, already_exists, bad_rows: bad_rows.unwrap_or_default(), columns })
    }

    fn column_wish(&self, wrong: &mut Wrong) -> ColumnWish {
        if let Some(text) = self.value("columns") {
            return match serde_json::from_str::<Vec<ColumnPlan>>(text) {
                Ok(plans) => ColumnWish::Plans(plans),
                Err(error) => {
                    wrong.add("columns", format!("A list of {{source, name, type}} is expected ({error})."));
                    ColumnWish::Plans(Vec::new())
                }
            };
        }
        let mut types = HashMap::new();
        for (name, type_) in self.object("column_data_types", wrong) {
            match type_.as_str().and_then(ColumnType::of_name) {
                Some(type_) => drop(types.insert(name, type_)),
                None => wrong.add("column_data_types", format!("{name}: {type_} is no type that is known.")),
            }
        }
        let dates = self.list("column_dates").unwrap_or_default();
        types.extend(dates.into_iter().map(|name| (name, ColumnType::Timestamp)));
        ColumnWish::Guessed { only: self.list("columns_read"), types }
    }

    fn value(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().rev().find(|(field, _)| field == name);
        found.map(|(_, text)| text.as_str()).filter(|text| !text.is_empty())
    }

    /// Repeated fields, or one with commas or a JSON list.
    fn list(&self, name: &str) -> Option<Vec<String>> {
        let values: Vec<_> = self.fields.iter().filter(|(field, _)| field == name).map(|(_, text)| text).collect();
        match values.as_slice() {
            [] => None,
            [one] => Some(match serde_json::from_str(one) {
                Ok(list) => list,
                Err(_) => one.split(',').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect(),
            }),
            several => Some(several.iter().map(|text| (*text).clone()).collect()),
        }
    }

    fn object(&self, name: &str, wrong: &mut Wrong) -> Map<String, Value> {
        let Some(text) = self.value(name) else { return Map::new() };
        serde_json::from_str(text).unwrap_or_else(|_| {
            wrong.add(name, "A JSON object is expected.");
            Map::new()
        })
    }

    fn choice<T: DeserializeOwned>(&self, name: &str, text: &str, wrong: &mut Wrong) -> Option<T> {
        let choice = serde_json::from_value(text.to_ascii_lowercase().into());
        choice.map_err(|_| wrong.add(name, format!("“{text}” is none of the choices."))).ok()
    }

    fn number<T: std::str::FromStr>(&self, name: &str, wrong: &mut Wrong) -> Option<T> {
        let text = self.value(name)?.trim();
        text.parse().map_err(|_| wrong.add(name, "A whole number is expected.")).ok()
    }

    fn flag(&self, name: &str, wrong: &mut Wrong) -> Option<bool> {
        match self.value(name)?.to_ascii_lowercase().as_str() {
            "true" | "1" | "on" => Some(true),
            "false" | "0" | "off" => Some(false),
            _ => {
                wrong.add(name, "true or false is expected.");
                None
            }
        }
    }

    fn delimiter(&self, wrong: &mut Wrong) -> Option<char> {
        match self.value("delimiter") {
            // A tab is hard to type.
            Some("\\t" | "tab") => Some('\t'),
            _ => self.character("delimiter", wrong),
        }
    }

    fn character(&self, name: &str, wrong: &mut Wrong) -> Option<char> {
        let mut characters = self.value(name)?.chars();
        match (characters.next(), characters.next()) {
            (Some(character), None) => Some(character),
            _ => {
                wrong.add(name, "One character is expected.");
                None
            }
        }
    }
}

impl TableWish {
    /// The columns to write, given those of the file.
    pub fn plans(&self, guesses: &[ColumnGuess]) -> Vec<ColumnPlan> {
        let (only, types) = match &self.columns {
            ColumnWish::Plans(plans) => return plans.clone(),
            ColumnWish::Guessed { only, types } => (only, types),
        };
        let is_wanted = |name: &String| only.as_ref().is_none_or(|only| only.contains(name));
        let wanted = guesses.iter().filter(|guess| is_wanted(&guess.name));
        let plan = |guess: &ColumnGuess| ColumnPlan {
            source: guess.name.clone(),
            name: guess.name.clone(),
            type_: types.get(&guess.name).copied().unwrap_or(guess.type_),
        };
        wanted.map(plan).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &[(&str, &str)]) -> UploadForm {
        let fields = fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        UploadForm { file: None, file_name: "sales.tsv".to_owned(), fields }
    }

    #[test]
    fn the_references_fields_are_understood() {
        let form = form(&[
            ("type", "csv"),
            ("delimiter", ";"),
            ("header_row", "-1"),
            ("null_values", "[\"?\", \"\"]"),
            ("column_data_types", "{\"a\": \"int64\", \"b\": \"str\"}"),
            ("column_dates", "c,d"),
            ("columns_read", "a"),
            ("columns_read", "c"),
            ("table_name", "sales"),
            ("already_exists", "append"),
        ]);
        let options = form.file_options().unwrap();
        assert_eq!((options.delimiter, options.header_row), (Some(';'), None));
        assert_eq!(options.null_values, Some(vec!["?".to_owned(), String::new()]));
        let wish = form.table_wish().unwrap();
        let guess = |name: &str| ColumnGuess { name: name.into(), type_: ColumnType::Number };
        let plans = wish.plans(&[guess("a"), guess("b"), guess("c")]);
        let told: Vec<_> = plans.iter().map(|plan| format!("{} {:?}", plan.name, plan.type_)).collect();
        assert_eq!(told, ["a Integer", "c Timestamp"]);
        assert_eq!(wish.already_exists, AlreadyExists::Append);
    }

    #[test]
    fn all_wrong_fields_are_told_at_once() {
        let read = form(&[("type", "doc"), ("delimiter", "ab"), ("skip_rows", "-1"), ("day_first", "maybe")]);
        let error = read.file_options().unwrap_err();
        let fields: Vec<_> = error.extra.keys().map(String::as_str).collect();
        assert_eq!((error.status_code(), fields.len()), (422, 4), "{fields:?}");
        let written =
            form(&[("table_name", "../x"), ("already_exists", "perhaps"), ("columns", "{}"), ("bad_rows", "x")]);
        assert_eq!(written.table_wish().err().unwrap().extra.len(), 4);
        assert_eq!(form(&[]).file_options().unwrap().delimiter, Some('\t'));
    }
}
