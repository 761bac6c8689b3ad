//! Values become Arrow columns.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, RecordBatch,
    builder::{
        BooleanBuilder, Date32Builder, Decimal128Builder, Float64Builder, Int64Builder, StringBuilder,
        TimestampMicrosecondBuilder,
    },
};
use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};

use super::{
    convert::{DECIMAL_DIGITS, DECIMAL_SCALE, Value},
    error::IngestError,
    options::ColumnType,
};

pub(super) fn data_type(type_: ColumnType) -> DataType {
    match type_ {
        ColumnType::Text => DataType::Utf8,
        ColumnType::Integer => DataType::Int64,
        ColumnType::Decimal => DataType::Decimal128(DECIMAL_DIGITS, DECIMAL_SCALE),
        ColumnType::Number => DataType::Float64,
        ColumnType::Boolean => DataType::Boolean,
        ColumnType::Date => DataType::Date32,
        ColumnType::Timestamp => DataType::Timestamp(TimeUnit::Microsecond, None),
    }
}

pub(super) fn schema<'a>(columns: impl IntoIterator<Item = (&'a str, ColumnType)>) -> SchemaRef {
    let fields = columns.into_iter().map(|(name, type_)| Field::new(name, data_type(type_), true));
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// The columns of the batch that is being filled.
pub(super) struct Builders {
    schema: SchemaRef,
    columns: Vec<Builder>,
    pub rows: usize,
    /// Of texts, which are what a row may weigh.
    pub text_bytes: usize,
}

enum Builder {
    Text(StringBuilder),
    Integer(Int64Builder),
    Decimal(Decimal128Builder),
    Number(Float64Builder),
    Boolean(BooleanBuilder),
    Date(Date32Builder),
    Timestamp(TimestampMicrosecondBuilder),
}

impl Builders {
    pub fn new(schema: SchemaRef, types: &[ColumnType]) -> Self {
        let columns = types.iter().map(|type_| Builder::new(*type_)).collect();
        Self { schema, columns, rows: 0, text_bytes: 0 }
    }

    /// One value for each column, of its type or null.
    pub fn append(&mut self, values: &[Value<'_>]) {
        for (builder, value) in self.columns.iter_mut().zip(values) {
            builder.append(value);
            if let Value::Text(text) = value {
                self.text_bytes += text.len();
            }
        }
        self.rows += 1;
    }

    /// The rows since the last time.
    pub fn finish(&mut self) -> Result<RecordBatch, IngestError> {
        (self.rows, self.text_bytes) = (0, 0);
        let columns = self.columns.iter_mut().map(Builder::finish).collect();
        RecordBatch::try_new(self.schema.clone(), columns).map_err(|error| IngestError::new(error.to_string()))
    }
}

impl Builder {
    fn new(type_: ColumnType) -> Self {
        match type_ {
            ColumnType::Text => Self::Text(StringBuilder::new()),
            ColumnType::Integer => Self::Integer(Int64Builder::new()),
            ColumnType::Decimal => {
                Self::Decimal(Decimal128Builder::new().with_data_type(data_type(ColumnType::Decimal)))
            }
            ColumnType::Number => Self::Number(Float64Builder::new()),
            ColumnType::Boolean => Self::Boolean(BooleanBuilder::new()),
            ColumnType::Date => Self::Date(Date32Builder::new()),
            ColumnType::Timestamp => Self::Timestamp(TimestampMicrosecondBuilder::new()),
        }
    }

    fn append(&mut self, value: &Value<'_>) {
        match (self, value) {
            (Self::Text(builder), Value::Text(text)) => builder.append_value(text),
            (Self::Integer(builder), Value::Int(value)) => builder.append_value(*value),
            (Self::Decimal(builder), Value::Decimal(value)) => builder.append_value(*value),
            (Self::Number(builder), Value::Number(value)) => builder.append_value(*value),
            (Self::Boolean(builder), Value::Bool(value)) => builder.append_value(*value),
            (Self::Date(builder), Value::Date(value)) => builder.append_value(*value),
            (Self::Timestamp(builder), Value::Time(value)) => builder.append_value(*value),
            (Self::Text(builder), _) => builder.append_null(),
            (Self::Integer(builder), _) => builder.append_null(),
            (Self::Decimal(builder), _) => builder.append_null(),
            (Self::Number(builder), _) => builder.append_null(),
            (Self::Boolean(builder), _) => builder.append_null(),
            (Self::Date(builder), _) => builder.append_null(),
            (Self::Timestamp(builder), _) => builder.append_null(),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(builder) => Arc::new(builder.finish()),
            Self::Integer(builder) => Arc::new(builder.finish()),
            Self::Decimal(builder) => Arc::new(builder.finish()),
            Self::Number(builder) => Arc::new(builder.finish()),
            Self::Boolean(builder) => Arc::new(builder.finish()),
            Self::Date(builder) => Arc::new(builder.finish()),
            Self::Timestamp(builder) => Arc::new(builder.finish()),
        }
    }
}
