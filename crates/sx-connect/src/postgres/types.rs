//! Postgres types → Arrow arrays, straight from the binary rows.

use std::sync::Arc;

use arrow_array::{ArrayRef, builder::*};
use arrow_schema::{DataType, Field, TimeUnit};
use sx_query::Kind;
use tokio_postgres::types::{Kind as PostgresKind, Type};

use super::numeric::{numeric_to_f64, numeric_to_text};
use crate::{
    table::kind_of,
    types::{decimal_field, json_field, utc_timestamp, widen},
};

/// Postgres counts from 2000-01-01.
const EPOCH_DAYS: i32 = 10_957;
const EPOCH_MICROS: i64 = 946_684_800_000_000;

/// How a column is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decode {
    Bool,
    /// 2, 4 or 8 bytes.
    Int,
    Oid,
    /// 4 or 8 bytes.
    Float,
    Numeric,
    /// A numeric with all its digits.
    Decimal,
    Text,
    Json,
    /// A version byte, then JSON.
    Jsonb,
    Uuid,
    Bytes,
    Date,
    Timestamp,
    TimestampTz,
    Time,
    /// The server writes it as JSON: arrays and composites.
    ServerJson,
    /// The server writes it as text: what has no Arrow type, such as intervals, ranges and addresses.
    ServerText,
}

impl Decode {
    pub fn of(ty: &Type) -> Self {
        match *ty {
            Type::BOOL => Self::Bool,
            Type::INT2 | Type::INT4 | Type::INT8 => Self::Int,
            Type::OID => Self::Oid,
            Type::FLOAT4 | Type::FLOAT8 => Self::Float,
            Type::NUMERIC => Self::Numeric,
            Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::CHAR | Type::UNKNOWN | Type::XML => {
                Self::Text
            }
            Type::JSON => Self::Json,
            Type::JSONB => Self::Jsonb,
            Type::UUID => Self::Uuid,
            Type::BYTEA => Self::Bytes,
            Type::DATE => Self::Date,
            Type::TIMESTAMP => Self::Timestamp,
            Type::TIMESTAMPTZ => Self::TimestampTz,
            Type::TIME => Self::Time,
            _ => match ty.kind() {
                PostgresKind::Enum(_) => Self::Text,
                PostgresKind::Array(_) | PostgresKind::Composite(_) => Self::ServerJson,
                PostgresKind::Domain(base) => Self::of(base),
                _ => Self::ServerText,
            },
        }
    }

    /// How it is read when every digit counts.
    pub fn exact(self) -> Self {
        if self == Self::Numeric { Self::Decimal } else { self }
    }

    pub fn field(self, name: &str) -> Field {
        let data_type = match self {
            Self::Bool => DataType::Boolean,
            Self::Int | Self::Oid => DataType::Int64,
            Self::Float | Self::Numeric => DataType::Float64,
            Self::Text | Self::Uuid | Self::ServerText => DataType::Utf8,
            Self::Json | Self::Jsonb | Self::ServerJson => return json_field(name),
            Self::Decimal => return decimal_field(name),
            Self::Bytes => DataType::Binary,
            Self::Date => DataType::Date32,
            Self::Timestamp => DataType::Timestamp(TimeUnit::Microsecond, None),
            Self::TimestampTz => utc_timestamp(),
            Self::Time => DataType::Time64(TimeUnit::Microsecond),
        };
        Field::new(name, data_type, true)
    }

    pub fn kind(self) -> Kind {
        kind_of(self.field("").data_type())
    }

    pub fn is_written_by_server(self) -> bool {
        matches!(self, Self::ServerJson | Self::ServerText)
    }
}

/// Collects one column of one batch.
pub(super) enum ColumnBuilder {
    Bool(BooleanBuilder),
    Int(Int64Builder),
    Oid(Int64Builder),
    Float(Float64Builder),
    Numeric(Float64Builder),
    Decimal(StringBuilder),
    Text(StringBuilder),
    Jsonb(StringBuilder),
    Uuid(StringBuilder),
    Bytes(BinaryBuilder),
    Date(Date32Builder),
    Timestamp(TimestampMicrosecondBuilder),
    Time(Time64MicrosecondBuilder),
}

impl ColumnBuilder {
    pub fn new(decode: Decode) -> Self {
        match decode {
            Decode::Bool => Self::Bool(BooleanBuilder::new()),
            Decode::Int => Self::Int(Int64Builder::new()),
            Decode::Oid => Self::Oid(Int64Builder::new()),
            Decode::Float => Self::Float(Float64Builder::new()),
            Decode::Numeric => Self::Numeric(Float64Builder::new()),
            Decode::Decimal => Self::Decimal(StringBuilder::new()),
            Decode::Text | Decode::Json | Decode::ServerJson | Decode::ServerText => Self::Text(StringBuilder::new()),
            Decode::Jsonb => Self::Jsonb(StringBuilder::new()),
            Decode::Uuid => Self::Uuid(StringBuilder::new()),
            Decode::Bytes => Self::Bytes(BinaryBuilder::new()),
            Decode::Date => Self::Date(Date32Builder::new()),
            Decode::Timestamp => Self::Timestamp(TimestampMicrosecondBuilder::new()),
            Decode::TimestampTz => Self::Timestamp(TimestampMicrosecondBuilder::new().with_data_type(utc_timestamp())),
            Decode::Time => Self::Time(Time64MicrosecondBuilder::new()),
        }
    }

    /// One more value; `None` when the bytes are not what the type promises.
    pub fn push(&mut self, raw: Option<&[u8]>) -> Option<()> {
        match self {
            Self::Bool(builder) => builder.append_option(decoded(raw, |raw| Some(*raw.first()? != 0))?),
            Self::Int(builder) => builder.append_option(decoded(raw, int)?),
            Self::Oid(builder) => {
                builder.append_option(decoded(raw, |raw| Some(u32::from_be_bytes(fixed(raw)?).into()))?)
            }
            Self::Float(builder) => builder.append_option(decoded(raw, float)?),
            Self::Numeric(builder) => builder.append_option(decoded(raw, numeric_to_f64)?),
            // What is no number has no digits: NULL, as for floats in files.
            Self::Decimal(builder) => builder.append_option(decoded(raw, numeric_to_text)?.flatten()),
            Self::Text(builder) => builder.append_option(raw.map(String::from_utf8_lossy)),
            Self::Jsonb(builder) => {
                builder.append_option(decoded(raw, |raw| Some(String::from_utf8_lossy(raw.get(1..)?)))?)
            }
            Self::Uuid(builder) => {
                builder.append_option(decoded(raw, |raw| Some(uuid::Uuid::from_slice(raw).ok()?.to_string()))?)
            }
            Self::Bytes(builder) => builder.append_option(raw),
            // The infinite days and moments have no place on an axis: they are NULL.
            Self::Date(builder) => builder.append_option(
                decoded(raw, |raw| {
                    Some(i32::from_be_bytes(fixed(raw)?).checked_add(EPOCH_DAYS).filter(|_| !is_infinite(raw)))
                })?
                .flatten(),
            ),
            Self::Timestamp(builder) => builder.append_option(
                decoded(raw, |raw| {
                    Some(i64::from_be_bytes(fixed(raw)?).checked_add(EPOCH_MICROS).filter(|_| !is_infinite(raw)))
                })?
                .flatten(),
            ),
            Self::Time(builder) => builder.append_option(decoded(raw, |raw| Some(i64::from_be_bytes(fixed(raw)?)))?),
        }
        Some(())
    }

    pub fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Bool(builder) => Arc::new(builder.finish()),
            Self::Int(builder) | Self::Oid(builder) => Arc::new(builder.finish()),
            Self::Float(builder) | Self::Numeric(builder) => Arc::new(builder.finish()),
            Self::Text(builder) | Self::Decimal(builder) | Self::Jsonb(builder) | Self::Uuid(builder) => {
                Arc::new(builder.finish())
            }
            Self::Bytes(builder) => Arc::new(builder.finish()),
            Self::Date(builder) => Arc::new(builder.finish()),
            Self::Timestamp(builder) => Arc::new(builder.finish()),
            Self::Time(builder) => Arc::new(builder.finish()),
        }
    }
}

/// NULL stays NULL; `None` is a value that could not be decoded.
fn decoded<'a, T>(raw: Option<&'a [u8]>, decode: impl Fn(&'a [u8]) -> Option<T>) -> Option<Option<T>> {
    raw.map_or(Some(None), |raw| decode(raw).map(Some))
}

fn fixed<const N: usize>(raw: &[u8]) -> Option<[u8; N]> {
    raw.try_into().ok()
}

fn int(raw: &[u8]) -> Option<i64> {
    match raw.len() {
        2 => fixed(raw).map(|bytes| i16::from_be_bytes(bytes).into()),
        4 => fixed(raw).map(|bytes| i32::from_be_bytes(bytes).into()),
        _ => fixed(raw).map(i64::from_be_bytes),
    }
}

fn float(raw: &[u8]) -> Option<f64> {
    match raw.len() {
        4 => fixed(raw).map(|bytes| widen(f32::from_be_bytes(bytes))),
        _ => fixed(raw).map(f64::from_be_bytes),
    }
}

/// `infinity` is the greatest number and `-infinity` the least.
fn is_infinite(raw: &[u8]) -> bool {
    let (first, rest) = (raw[0], &raw[1..]);
    (first == 0x7f && rest.iter().all(|byte| *byte == 0xff)) || (first == 0x80 && rest.iter().all(|byte| *byte == 0))
}
