//! An Arrow IPC stream, and the batches that Parquet is made of, too.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, RecordBatchOptions, StringArray,
    TimestampMicrosecondArray,
};
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};
use sx_query::{Column, Values};

use super::{EgressError, Encoder, sink::Sink};
use crate::types::json_field;

pub(super) struct Stream {
    schema: SchemaRef,
    writer: StreamWriter<Sink>,
}

impl Stream {
    pub fn new(names: &[String], columns: &[&Column], sink: Sink) -> Result<Self, EgressError> {
        let schema = schema(names, columns);
        let writer = StreamWriter::try_new(sink, &schema)?;
        Ok(Self { schema, writer })
    }
}

impl Encoder for Stream {
    fn rows(&mut self, columns: &[&Column]) -> Result<(), EgressError> {
        Ok(self.writer.write(&batch(&self.schema, columns)?)?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), EgressError> {
        Ok(self.writer.finish()?)
    }
}

pub(super) fn schema(names: &[String], columns: &[&Column]) -> SchemaRef {
    let field = |(name, column): (&String, &&Column)| match &column.values {
        Values::Int(_) => Field::new(name, DataType::Int64, true),
        Values::Float(_) => Field::new(name, DataType::Float64, true),
        Values::Text(_) => Field::new(name, DataType::Utf8, true),
        Values::Bool(_) => Field::new(name, DataType::Boolean, true),
        Values::Time(_) => Field::new(name, DataType::Timestamp(TimeUnit::Microsecond, None), true),
        Values::Json(_) => json_field(name),
    };
    Arc::new(Schema::new(names.iter().zip(columns).map(field).collect::<Vec<_>>()))
}

pub(super) fn batch(schema: &SchemaRef, columns: &[&Column]) -> Result<RecordBatch, EgressError> {
    let count = columns.first().map_or(0, |column| column.values.len());
    let options = RecordBatchOptions::new().with_row_count(Some(count));
    let arrays = columns.iter().map(|column| array(&column.values)).collect();
    Ok(RecordBatch::try_new_with_options(schema.clone(), arrays, &options)?)
}

fn array(values: &Values) -> ArrayRef {
    match values {
        Values::Int(v) => Arc::new(v.iter().copied().collect::<Int64Array>()),
        Values::Float(v) => Arc::new(v.iter().copied().collect::<Float64Array>()),
        Values::Text(v) => Arc::new(v.iter().map(Option::as_deref).collect::<StringArray>()),
        Values::Bool(v) => Arc::new(v.iter().copied().collect::<BooleanArray>()),
        Values::Time(v) => Arc::new(v.iter().copied().collect::<TimestampMicrosecondArray>()),
        Values::Json(v) => {
            Arc::new(v.iter().map(|value| value.as_ref().map(|value| value.to_string())).collect::<StringArray>())
        }
    }
}
