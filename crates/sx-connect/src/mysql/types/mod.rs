//! MySQL types → Arrow arrays, straight from the binary rows.

mod row;

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, builder::*};
use arrow_schema::{DataType, Field, TimeUnit};
use mysql_common::{
    constants::{ColumnFlags, ColumnType},
    packets::Column,
};
use sx_query::Kind;

use crate::{
    table::kind_of,
    types::{decimal_field, json_field, utc_timestamp, widen},
};
pub(super) use row::Row;

/// The number of the character set of bytes that are no text.
const BINARY: u16 = 63;

/// What decimals become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decimals {
    Floats,
    Texts,
}

/// How a column is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decode {
    /// One byte.
    Bool,
    /// So many bytes, with a sign or without.
    Int(usize),
    Unsigned(usize),
    /// `bit(1)`, and longer ones: a whole number, its highest byte first.
    Bit,
    Bits,
    Float,
    Double,
    /// Digits, as the nearest fraction or with every one of them.
    Decimal,
    Digits,
    Text,
    Json,
    Bytes,
    Date,
    DateTime,
    /// A moment: the session's zone is UTC.
    Timestamp,
    /// A time that has passed, up to 838 hours and also back: a text, for it is no time of day.
    Time,
}

impl Decode {
    pub fn of(column: &Column) -> Self {
        use ColumnType::*;
        let is_unsigned = column.flags().contains(ColumnFlags::UNSIGNED_FLAG);
        let int = |width| if is_unsigned { Self::Unsigned(width) } else { Self::Int(width) };
        match column.column_type() {
            // `boolean` is another word for `tinyint(1)`.
            MYSQL_TYPE_TINY if column.column_length() == 1 && !is_unsigned => Self::Bool,
            MYSQL_TYPE_TINY => int(1),
            MYSQL_TYPE_SHORT | MYSQL_TYPE_YEAR => int(2),
            MYSQL_TYPE_LONG | MYSQL_TYPE_INT24 => int(4),
            MYSQL_TYPE_LONGLONG => int(8),
            MYSQL_TYPE_FLOAT => Self::Float,
            MYSQL_TYPE_DOUBLE => Self::Double,
            MYSQL_TYPE_DECIMAL | MYSQL_TYPE_NEWDECIMAL => Self::Decimal,
            MYSQL_TYPE_BIT if column.column_length() == 1 => Self::Bit,
            MYSQL_TYPE_BIT => Self::Bits,
            MYSQL_TYPE_DATE | MYSQL_TYPE_NEWDATE => Self::Date,
            MYSQL_TYPE_DATETIME | MYSQL_TYPE_DATETIME2 => Self::DateTime,
            MYSQL_TYPE_TIMESTAMP | MYSQL_TYPE_TIMESTAMP2 => Self::Timestamp,
            MYSQL_TYPE_TIME | MYSQL_TYPE_TIME2 => Self::Time,
            MYSQL_TYPE_JSON => Self::Json,
            MYSQL_TYPE_GEOMETRY | MYSQL_TYPE_VECTOR => Self::Bytes,
            MYSQL_TYPE_NULL | MYSQL_TYPE_ENUM | MYSQL_TYPE_SET => Self::Text,
            _ if column.character_set() == BINARY => Self::Bytes,
            _ => Self::Text,
        }
    }

    /// Of a column that the catalogue describes: `data_type` and `column_type` of `information_schema.columns`, lower-case.
    pub fn of_name(data_type: &str, column_type: &str) -> Self {
        let is_unsigned = column_type.contains("unsigned");
        let int = |width| if is_unsigned { Self::Unsigned(width) } else { Self::Int(width) };
        match data_type {
            "tinyint" if column_type.starts_with("tinyint(1)") && !is_unsigned => Self::Bool,
            "tinyint" | "smallint" | "mediumint" | "int" | "integer" | "bigint" | "year" => int(8),
            "float" => Self::Float,
            "double" | "real" => Self::Double,
            "decimal" | "numeric" => Self::Decimal,
            "bit" if column_type == "bit(1)" => Self::Bit,
            "bit" => Self::Bits,
            "date" => Self::Date,
            "datetime" => Self::DateTime,
            "timestamp" => Self::Timestamp,
            "time" => Self::Time,
            "json" => Self::Json,
            name if name.ends_with("blob") || name.ends_with("binary") => Self::Bytes,
            "geometry" | "point" | "linestring" | "polygon" | "vector" => Self::Bytes,
            name if name.starts_with("multi") || name.contains("geom") => Self::Bytes,
            _ => Self::Text,
        }
    }

    /// How it is read when every digit counts.
    pub fn exact(self) -> Self {
        if self == Self::Decimal { Self::Digits } else { self }
    }

    fn field(self, name: &str) -> Field {
        let data_type = match self {
            Self::Bool | Self::Bit => DataType::Boolean,
            Self::Int(_) | Self::Unsigned(_) | Self::Bits => DataType::Int64,
            Self::Float | Self::Double | Self::Decimal => DataType::Float64,
            Self::Text | Self::Time => DataType::Utf8,
            Self::Json => return json_field(name),
            Self::Digits => return decimal_field(name),
            Self::Bytes => DataType::Binary,
            Self::Date => DataType::Date32,
            Self::DateTime => DataType::Timestamp(TimeUnit::Microsecond, None),
            Self::Timestamp => utc_timestamp(),
        };
        Field::new(name, data_type, true)
    }

    pub fn kind(self) -> Kind {
        kind_of(self.field("").data_type())
    }

    pub fn is_time(self) -> bool {
        self.kind() == Kind::Temporal
    }
}

/// Collects one column of one batch.
pub(super) struct ColumnBuilder {
    decode: Decode,
    values: Values,
}

enum Values {
    Bool(BooleanBuilder),
    Int(Int64Builder),
    /// Whole numbers without a sign. The first batch decides whether they are Arrow's whole numbers too, or, where one is
    /// too large, its fractions.
    Unsigned {
        numbers: Vec<Option<u64>>,
        are_large: Option<bool>,
    },
    Float(Float64Builder),
    Text(StringBuilder),
    Bytes(BinaryBuilder),
    Date(Date32Builder),
    Moment(TimestampMicrosecondBuilder),
}

impl ColumnBuilder {
    pub fn new(decode: Decode) -> Self {
        let values = match decode {
            Decode::Bool | Decode::Bit => Values::Bool(BooleanBuilder::new()),
            Decode::Int(_) => Values::Int(Int64Builder::new()),
            Decode::Unsigned(_) | Decode::Bits => Values::Unsigned { numbers: Vec::new(), are_large: None },
            Decode::Float | Decode::Double | Decode::Decimal => Values::Float(Float64Builder::new()),
            Decode::Text | Decode::Json | Decode::Time | Decode::Digits => Values::Text(StringBuilder::new()),
            Decode::Bytes => Values::Bytes(BinaryBuilder::new()),
            Decode::Date => Values::Date(Date32Builder::new()),
            Decode::DateTime => Values::Moment(TimestampMicrosecondBuilder::new()),
            Decode::Timestamp => Values::Moment(TimestampMicrosecondBuilder::new().with_data_type(utc_timestamp())),
        };
        Self { decode, values }
    }

    /// The row's next value; `None` when the bytes are not what the type promises.
    pub fn push(&mut self, row: &mut Row<'_>) -> Option<()> {
        match (&mut self.values, self.decode) {
            (Values::Bool(builder), Decode::Bit) => builder.append_option(row.text()?.map(|bits| bits != [0])),
            (Values::Bool(builder), _) => builder.append_option(row.unsigned(1)?.map(|byte| byte != 0)),
            (Values::Int(builder), Decode::Int(width)) => builder.append_option(row.signed(width)?),
            (Values::Unsigned { numbers, are_large }, decode) => {
                let number = match decode {
                    Decode::Unsigned(width) => row.unsigned(width)?,
                    _ => row.text()?.map(|bits| bits.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))),
                };
                let fits = *are_large != Some(false) || number.is_none_or(|number| i64::try_from(number).is_ok());
                fits.then(|| numbers.push(number))?;
            }
            (Values::Float(builder), Decode::Float) => {
                builder.append_option(row.fixed()?.map(f32::from_le_bytes).map(widen))
            }
            (Values::Float(builder), Decode::Double) => builder.append_option(row.fixed()?.map(f64::from_le_bytes)),
            (Values::Float(builder), _) => builder.append_option(match row.text()? {
                Some(digits) => Some(std::str::from_utf8(digits).ok()?.parse::<f64>().ok()?),
                None => None,
            }),
            (Values::Text(builder), Decode::Time) => builder.append_option(row.time()?),
            (Values::Text(builder), _) => builder.append_option(row.text()?.map(String::from_utf8_lossy)),
            (Values::Bytes(builder), _) => builder.append_option(row.text()?),
            (Values::Date(builder), _) => builder.append_option(row.date_time()?.flatten().map(|time| time.0)),
            (Values::Moment(builder), _) => builder.append_option(row.date_time()?.flatten().map(|time| time.1)),
            (Values::Int(_), _) => return None,
        }
        Some(())
    }

    /// The column's field, with the first batch in hand.
    pub fn settle(&mut self, name: &str) -> Field {
        let field = self.decode.field(name);
        match &mut self.values {
            Values::Unsigned { numbers, are_large } => {
                let large = numbers.iter().flatten().any(|number| i64::try_from(*number).is_err());
                *are_large = Some(large);
                if large { field.with_data_type(DataType::Float64) } else { field }
            }
            _ => field,
        }
    }

    pub fn finish(&mut self) -> ArrayRef {
        match &mut self.values {
            Values::Bool(builder) => Arc::new(builder.finish()),
            Values::Int(builder) => Arc::new(builder.finish()),
            Values::Unsigned { numbers, are_large: Some(true) } => {
                Arc::new(numbers.drain(..).map(|number| number.map(|number| number as f64)).collect::<Float64Array>())
            }
            Values::Unsigned { numbers, .. } => {
                Arc::new(numbers.drain(..).map(|number| number.map(u64::cast_signed)).collect::<Int64Array>())
            }
            Values::Float(builder) => Arc::new(builder.finish()),
            Values::Text(builder) => Arc::new(builder.finish()),
            Values::Bytes(builder) => Arc::new(builder.finish()),
            Values::Date(builder) => Arc::new(builder.finish()),
            Values::Moment(builder) => Arc::new(builder.finish()),
        }
    }
}
