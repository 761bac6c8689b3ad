//! The few Arrow types that every connector answers in.
//!
//! | what it is | Arrow type |
//! |---|---|
//! | truth | `Boolean` |
//! | whole numbers that fit | `Int64` |
//! | other numbers | `Float64` |
//! | days | `Date32` |
//! | moments | `Timestamp(µs)`, with `UTC` or without a zone |
//! | times of day | `Time64(µs)` |
//! | bytes | `Binary` |
//! | lists, structs, maps, JSON | `Utf8`, marked `arrow.json` |
//! | decimals, where every digit is asked for | `Utf8`, marked `sextant.decimal` |
//! | everything else | `Utf8` |

mod nested;

use std::{collections::HashMap, sync::Arc};

use arrow_array::{ArrayRef, Float64Array, RecordBatch, RecordBatchOptions, cast::AsArray as _, types::Float32Type};
use arrow_cast::{CastOptions, cast_with_options};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef, TimeUnit};

use crate::{ConnectError, ConnectErrorKind};

const EXTENSION: &str = "ARROW:extension:name";
const JSON: &str = "arrow.json";
const DECIMAL: &str = "sextant.decimal";

/// What becomes of decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decimals {
    /// The nearest float, to compute and draw with.
    Floats,
    /// All digits.
    Texts,
}

/// Text that holds JSON.
pub(crate) fn json_field(name: &str) -> Field {
    Field::new(name, DataType::Utf8, true).with_metadata(HashMap::from([(EXTENSION.to_owned(), JSON.to_owned())]))
}

pub(crate) fn is_json(field: &Field) -> bool {
    field.metadata().get(EXTENSION).is_some_and(|name| name == JSON)
}

/// Text that holds a decimal number.
pub(crate) fn decimal_field(name: &str) -> Field {
    Field::new(name, DataType::Utf8, true).with_metadata(HashMap::from([(EXTENSION.to_owned(), DECIMAL.to_owned())]))
}

pub(crate) fn is_decimal(field: &Field) -> bool {
    field.metadata().get(EXTENSION).is_some_and(|name| name == DECIMAL)
}

/// The batch with its decimals as text; `normalise` leaves them so.
pub(crate) fn exact(batch: RecordBatch) -> Result<RecordBatch, ConnectError> {
    let schema = batch.schema();
    if !schema.fields().iter().any(|field| field.data_type().is_decimal()) {
        return Ok(batch);
    }
    let columns = batch.columns().iter().map(|array| match array.data_type().is_decimal() {
        true => arrow_cast::cast(array, &DataType::Utf8),
        false => Ok(array.clone()),
    });
    let columns = columns.collect::<Result<Vec<_>, _>>();
    columns
        .and_then(|columns| RecordBatch::try_new(exact_schema(&schema), columns))
        .map_err(|error| ConnectError::new(ConnectErrorKind::GenericDbEngineError, error.to_string()))
}

pub(crate) fn exact_schema(schema: &Schema) -> SchemaRef {
    let field = |field: &Field| match field.data_type().is_decimal() {
        true => decimal_field(field.name()),
        false => field.clone(),
    };
    Arc::new(Schema::new(schema.fields().iter().map(|it| field(it)).collect::<Vec<_>>()))
}

pub(crate) fn utc_timestamp() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
}

/// The batch in the types of this module's table; a batch that is in them already passes unchanged.
pub(crate) fn normalise(batch: RecordBatch) -> Result<RecordBatch, ConnectError> {
    let schema = batch.schema();
    if schema.fields().iter().all(|field| normal_field(field).data_type() == field.data_type()) {
        return Ok(batch);
    }
    let fields = schema.fields().iter().zip(batch.columns());
    let columns = fields.map(|(field, array)| normal_array(field, array)).collect::<Result<Vec<_>, _>>();
    // A batch without columns still has a number of rows.
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    columns
        .and_then(|columns| RecordBatch::try_new_with_options(normal_schema(&schema), columns, &options))
        .map_err(|error| ConnectError::new(ConnectErrorKind::GenericDbEngineError, error.to_string()))
}

pub(crate) fn normal_schema(schema: &Schema) -> SchemaRef {
    Arc::new(Schema::new(schema.fields().iter().map(|field| normal_field(field)).collect::<Vec<_>>()))
}

fn normal_field(field: &Field) -> Field {
    use DataType::*;
    let data_type = match field.data_type() {
        Boolean => Boolean,
        Int8 | Int16 | Int32 | Int64 | UInt8 | UInt16 | UInt32 => Int64,
        UInt64 | Float16 | Float32 | Float64 | Decimal32(..) | Decimal64(..) | Decimal128(..) | Decimal256(..) => {
            Float64
        }
        Date32 | Date64 => Date32,
        Timestamp(_, None) => Timestamp(TimeUnit::Microsecond, None),
        Timestamp(_, Some(_)) => utc_timestamp(),
        Time32(_) | Time64(_) => Time64(TimeUnit::Microsecond),
        Binary | LargeBinary | BinaryView | FixedSizeBinary(_) => Binary,
        Dictionary(_, values) => return normal_field(&Field::new(field.name(), (**values).clone(), true)),
        nested if nested.is_nested() => return json_field(field.name()),
        _ if is_json(field) => return json_field(field.name()),
        _ if is_decimal(field) => return decimal_field(field.name()),
        _ => Utf8,
    };
    Field::new(field.name(), data_type, true)
}

fn normal_array(field: &Field, array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    match field.data_type() {
        data_type if data_type.is_nested() => nested::json_texts(array),
        DataType::Interval(_) | DataType::Duration(_) => nested::plain_texts(array),
        DataType::Float32 => {
            Ok(Arc::new(array.as_primitive::<Float32Type>().iter().map(|n| n.map(widen)).collect::<Float64Array>()))
        }
        // What does not fit is an error, never a silent NULL.
        _ => cast_with_options(
            array,
            normal_field(field).data_type(),
            &CastOptions { safe: false, ..CastOptions::default() },
        ),
    }
}

/// 0.1 stays 0.1 and does not become 0.10000000149: the shortest text of a small float says what was meant.
pub(crate) fn widen(number: f32) -> f64 {
    number.to_string().parse().unwrap_or(f64::from(number))
}

/// `13:45:00`, with microseconds where there are some.
pub(crate) fn time_of_day(micros: i64) -> String {
    let (seconds, rest) = (micros.div_euclid(1_000_000), micros.rem_euclid(1_000_000));
    let text = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if rest == 0 { text } else { format!("{text}.{rest:06}") }
}

/// `\x00ff`, as Postgres writes bytes.
pub(crate) fn hex_text(bytes: &[u8]) -> String {
    bytes.iter().fold(String::from("\\x"), |text, byte| text + &format!("{byte:02x}"))
}
