//! Arrow batches → the small columnar table that post-processing and charts work on.

use std::{collections::HashSet, sync::Arc};

use arrow_array::{Array, ArrayRef, RecordBatch, cast::AsArray, types};
use arrow_schema::{DataType, Field};
use futures::TryStreamExt as _;
use serde_json::Value;
use sx_query::{Column, Kind, Table, Values};

use crate::{
    BatchStream, ConnectError,
    types::{hex_text, is_decimal, is_json, normalise, time_of_day},
};

const MICROS_PER_DAY: i64 = 86_400_000_000;

/// The whole stream as one table. A stream without a batch gives a table without columns.
pub async fn collect_table(mut batches: BatchStream) -> Result<Table, ConnectError> {
    let mut columns: Vec<ColumnWriter> = Vec::new();
    while let Some(batch) = batches.try_next().await? {
        let batch = normalise(batch)?;
        if columns.is_empty() {
            columns = batch.schema().fields().iter().map(|field| ColumnWriter::new(field)).collect();
        }
        for (writer, array) in columns.iter_mut().zip(batch.columns()) {
            writer.append(array);
        }
    }
    Ok(Table { columns: columns.into_iter().map(|writer| writer.column).collect() })
}

/// One batch of a stream as a table of its own; the batches of a stream have columns of the same types.
pub fn batch_table(batch: RecordBatch) -> Result<Table, ConnectError> {
    let batch = normalise(batch)?;
    let schema = batch.schema();
    let columns = schema.fields().iter().zip(batch.columns()).map(|(field, array)| {
        let mut writer = ColumnWriter::new(field);
        writer.append(array);
        writer.column
    });
    Ok(Table { columns: columns.collect() })
}

/// What a column of this (normalised) type means to a chart.
pub(crate) fn kind_of(data_type: &DataType) -> Kind {
    match data_type {
        DataType::Boolean => Kind::Boolean,
        DataType::Int64 | DataType::Float64 => Kind::Numeric,
        DataType::Date32 | DataType::Timestamp(..) => Kind::Temporal,
        _ => Kind::String,
    }
}

struct ColumnWriter {
    column: Column,
    words: Words,
}

impl ColumnWriter {
    fn new(field: &Field) -> Self {
        let values = match field.data_type() {
            DataType::Boolean => Values::Bool(vec![]),
            DataType::Int64 => Values::Int(vec![]),
            DataType::Float64 => Values::Float(vec![]),
            DataType::Date32 | DataType::Timestamp(..) => Values::Time(vec![]),
            _ if is_json(field) => Values::Json(vec![]),
            _ => Values::Text(vec![]),
        };
        let kind = if is_decimal(field) { Kind::Numeric } else { kind_of(field.data_type()) };
        let column = Column { name: field.name().clone(), kind, values };
        Self { column, words: Words::default() }
    }

    fn append(&mut self, array: &ArrayRef) {
        match &mut self.column.values {
            Values::Bool(values) => values.extend(array.as_boolean().iter()),
            Values::Int(values) => values.extend(array.as_primitive::<types::Int64Type>().iter()),
            Values::Float(values) => values.extend(array.as_primitive::<types::Float64Type>().iter()),
            Values::Time(values) => append_times(values, array),
            Values::Json(values) => values.extend(array.as_string::<i32>().iter().map(|text| text.map(json_value))),
            Values::Text(values) => append_texts(values, array, &mut self.words),
        }
    }
}

fn append_times(values: &mut Vec<Option<i64>>, array: &ArrayRef) {
    match array.data_type() {
        DataType::Date32 => {
            let days = array.as_primitive::<types::Date32Type>().iter();
            values.extend(days.map(|day| day.map(|day| i64::from(day) * MICROS_PER_DAY)));
        }
        _ => values.extend(array.as_primitive::<types::TimestampMicrosecondType>().iter()),
    }
}

fn append_texts(values: &mut Vec<Option<Arc<str>>>, array: &ArrayRef, words: &mut Words) {
    match array.data_type() {
        DataType::Time64(_) => {
            let times = array.as_primitive::<types::Time64MicrosecondType>().iter();
            values.extend(times.map(|time| time.map(|micros| time_of_day(micros).into())));
        }
        DataType::Binary => {
            values.extend(array.as_binary::<i32>().iter().map(|bytes| bytes.map(|bytes| hex_text(bytes).into())));
        }
        _ => values.extend(array.as_string::<i32>().iter().map(|text| text.map(|text| words.shared(text)))),
    }
}

/// JSON that does not parse is shown as the text it is.
fn json_value(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}

/// Dimensions repeat few words many times; each is kept once.
#[derive(Default)]
struct Words(HashSet<Arc<str>>);

impl Words {
    /// Columns with more words than this are mostly unique, and remembering them would cost more than it saves.
    const MOST: usize = 2000;

    fn shared(&mut self, word: &str) -> Arc<str> {
        if let Some(known) = self.0.get(word) {
            return known.clone();
        }
        let word: Arc<str> = word.into();
        if self.0.len() < Self::MOST {
            self.0.insert(word.clone());
        }
        word
    }
}
