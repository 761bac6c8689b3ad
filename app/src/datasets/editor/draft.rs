//! A dataset while it is edited: plain data, no signals.

use sx_model::{DatasetColumnFields, DatasetFields, DatasetMetricFields, DatasetPage, SyncPreview};

/// Names a column or metric while its name may change: the same for its whole life in the editor.
pub type Key = u32;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    pub fields: DatasetFields,
    pub columns: Vec<Part<DatasetColumnFields>>,
    pub metrics: Vec<Part<DatasetMetricFields>>,
    /// Id and full name of each.
    pub owners: Vec<(i64, String)>,
    last_key: Key,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Part<T> {
    pub key: Key,
    /// `None` is new.
    pub id: Option<i64>,
    pub fields: T,
}

impl Draft {
    pub fn of(page: &DatasetPage) -> Self {
        let dataset = &page.dataset;
        let mut draft = Self { fields: dataset.fields.clone(), ..Self::default() };
        for column in &dataset.columns {
            let key = draft.next_key();
            // Imports bring empty expressions for columns of the source.
            let expression = filled(column.fields.expression.as_deref()).map(str::to_owned);
            let fields = DatasetColumnFields { expression, ..column.fields.clone() };
            draft.columns.push(Part { key, id: Some(column.id.0), fields });
        }
        for metric in &dataset.metrics {
            let key = draft.next_key();
            draft.metrics.push(Part { key, id: Some(metric.id.0), fields: metric.fields.clone() });
        }
        let name = |first: &str, last: &str| format!("{first} {last}").trim().to_owned();
        let owners = dataset.owners.iter().map(|it| (it.id.0, name(&it.first_name, &it.last_name)));
        draft.owners = owners.collect();
        draft
    }

    fn next_key(&mut self) -> Key {
        self.last_key += 1;
        self.last_key
    }

    pub fn is_virtual(&self) -> bool {
        is_filled(self.fields.sql.as_deref())
    }

    pub fn column(&self, key: Key) -> Option<&DatasetColumnFields> {
        self.columns.iter().find(|part| part.key == key).map(|part| &part.fields)
    }

    pub fn column_mut(&mut self, key: Key) -> Option<&mut DatasetColumnFields> {
        self.columns.iter_mut().find(|part| part.key == key).map(|part| &mut part.fields)
    }

    pub fn metric(&self, key: Key) -> Option<&DatasetMetricFields> {
        self.metrics.iter().find(|part| part.key == key).map(|part| &part.fields)
    }

    pub fn metric_mut(&mut self, key: Key) -> Option<&mut DatasetMetricFields> {
        self.metrics.iter_mut().find(|part| part.key == key).map(|part| &mut part.fields)
    }

    /// Keys in their order: the calculated ones, or those of the source.
    pub fn column_keys(&self, calculated: bool) -> Vec<Key> {
        let those = self.columns.iter().filter(|part| is_calculated(&part.fields) == calculated);
        those.map(|part| part.key).collect()
    }

    /// A new calculated column under a free name.
    pub fn add_column(&mut self) -> Key {
        let name = free_name("column", self.columns.iter().map(|part| part.fields.column_name.as_str()));
        let fields = DatasetColumnFields {
            column_name: name,
            expression: Some(String::new()),
            is_active: true,
            groupby: true,
            filterable: true,
            ..DatasetColumnFields::default()
        };
        let key = self.next_key();
        self.columns.push(Part { key, id: None, fields });
        key
    }

    pub fn add_metric(&mut self) -> Key {
        let metric_name = free_name("metric", self.metrics.iter().map(|part| part.fields.metric_name.as_str()));
        let key = self.next_key();
        let fields = DatasetMetricFields { metric_name, ..DatasetMetricFields::default() };
        self.metrics.push(Part { key, id: None, fields });
        key
    }

    /// What a refresh found takes the place of the columns; those that keep their name keep their key and id.
    pub fn take_sync(&mut self, sync: SyncPreview) {
        let before = std::mem::take(&mut self.columns);
        for fields in sync.columns {
            let same = before.iter().find(|part| part.fields.column_name == fields.column_name);
            let (key, id) = match same {
                Some(part) => (part.key, part.id),
                None => (self.next_key(), None),
            };
            // What was edited here and is not stored yet stays; another type decides anew whether it is a time.
            let fields = match same {
                Some(part) if part.fields.type_ == fields.type_ => part.fields.clone(),
                Some(part) => {
                    DatasetColumnFields { type_: fields.type_, is_dttm: fields.is_dttm, ..part.fields.clone() }
                }
                None => fields,
            };
            self.columns.push(Part { key, id, fields });
        }
        // Calculated columns that are new here are not known to the server.
        let new = before.into_iter().filter(|part| part.id.is_none() && is_calculated(&part.fields));
        let new: Vec<_> = new.filter(|part| !self.columns.iter().any(|column| column.key == part.key)).collect();
        self.columns.extend(new);
        let main = self.fields.main_dttm_col.take();
        self.fields.main_dttm_col =
            main.filter(|name| self.columns.iter().any(|part| part.fields.column_name == *name)).or(sync.main_dttm_col);
    }

    /// What would be refused anyway, said at once.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let columns: Vec<_> = self.columns.iter().map(|part| part.fields.column_name.trim()).collect();
        let metrics: Vec<_> = self.metrics.iter().map(|part| part.fields.metric_name.trim()).collect();
        for (noun, names) in [("column", &columns), ("metric", &metrics)] {
            if names.iter().any(|name| name.is_empty()) {
                faults.push(format!("A {noun} has no name."));
            }
            for (index, name) in names.iter().enumerate() {
                if names.iter().position(|other| other == name) != Some(index) && !name.is_empty() {
                    faults.push(format!("Two {noun}s are named “{name}”."));
                }
            }
        }
        for part in &self.metrics {
            if part.fields.expression.trim().is_empty() {
                faults.push(format!("The metric “{}” has no expression.", part.fields.metric_name));
            }
        }
        for part in self.columns.iter().filter(|part| part.fields.expression.as_deref() == Some("")) {
            faults.push(format!("The calculated column “{}” has no expression.", part.fields.column_name));
        }
        if self.fields.table_name.trim().is_empty() {
            faults.push("The dataset has no name.".to_owned());
        }
        faults
    }
}

pub fn is_calculated(column: &DatasetColumnFields) -> bool {
    // An empty text is one whose expression is not written yet.
    column.expression.is_some()
}

fn is_filled(text: Option<&str>) -> bool {
    filled(text).is_some()
}

pub(super) fn filled(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.trim().is_empty())
}

fn free_name<'a>(noun: &str, taken: impl Iterator<Item = &'a str>) -> String {
    let taken: Vec<_> = taken.collect();
    let names = (1..).map(|n| format!("{noun}_{n}"));
    names.into_iter().find(|name| !taken.contains(&name.as_str())).unwrap_or_else(|| noun.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(key: Key, id: Option<i64>, name: &str, expression: Option<&str>) -> Part<DatasetColumnFields> {
        let fields = DatasetColumnFields {
            column_name: name.to_owned(),
            expression: expression.map(str::to_owned),
            ..DatasetColumnFields::default()
        };
        Part { key, id, fields }
    }

    fn draft() -> Draft {
        let columns =
            vec![column(1, Some(10), "a", None), column(2, Some(11), "b", None), column(3, None, "c", Some("a * 2"))];
        let fields = DatasetFields { table_name: "t".to_owned(), ..DatasetFields::default() };
        Draft { columns, fields, last_key: 3, ..Draft::default() }
    }

    #[test]
    fn a_refresh_keeps_what_was_edited_here() {
        let mut draft = draft();
        draft.columns[1].fields.description = Some("mine".to_owned());
        let found = |name: &str, type_text: &str| DatasetColumnFields {
            column_name: name.to_owned(),
            type_: Some(type_text.to_owned()),
            ..DatasetColumnFields::default()
        };
        let sync = SyncPreview {
            columns: vec![found("b", "TEXT"), found("d", "DATE")],
            main_dttm_col: Some("d".to_owned()),
            ..SyncPreview::default()
        };
        draft.take_sync(sync);
        let told: Vec<_> = draft
            .columns
            .iter()
            .map(|it| {
                (it.fields.column_name.as_str(), it.id, it.fields.type_.as_deref(), it.fields.description.as_deref())
            })
            .collect();
        assert_eq!(
            told,
            [("b", Some(11), Some("TEXT"), Some("mine")), ("d", None, Some("DATE"), None), ("c", None, None, None)]
        );
        assert_eq!(draft.fields.main_dttm_col.as_deref(), Some("d"));
    }

    #[test]
    fn faults_are_told_before_the_server_is_asked() {
        let mut draft = draft();
        assert!(draft.faults().is_empty());
        draft.columns[1].fields.column_name = "a".to_owned();
        draft.add_column();
        draft.add_metric();
        draft.fields.table_name = " ".to_owned();
        assert_eq!(
            draft.faults(),
            [
                "Two columns are named “a”.",
                "The metric “metric_1” has no expression.",
                "The calculated column “column_1” has no expression.",
                "The dataset has no name."
            ]
        );
    }
}
