//! One value of a row, kept until its column's type is known.

use rusqlite::types::ValueRef;

use super::time;
use crate::types::hex_text;

pub(super) enum Cell {
    Null,
    Int(i64),
    Real(f64),
    Text(Box<str>),
    Bytes(Box<[u8]>),
}

/// Beyond this a double no longer holds every whole number.
const LARGEST_EXACT: u64 = 1 << 53;

impl From<ValueRef<'_>> for Cell {
    /// A text that is no UTF-8 is read as far as it is.
    fn from(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Null => Self::Null,
            ValueRef::Integer(number) => Self::Int(number),
            ValueRef::Real(number) => Self::Real(number),
            ValueRef::Text(bytes) => Self::Text(String::from_utf8_lossy(bytes).into()),
            ValueRef::Blob(bytes) => Self::Bytes(bytes.into()),
        }
    }
}

impl Cell {
    pub fn bytes(&self) -> usize {
        size_of::<Self>()
            + match self {
                Self::Text(text) => text.len(),
                Self::Bytes(bytes) => bytes.len(),
                _ => 0,
            }
    }

    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// 0 and 1; any other number says more than truth.
    pub fn truth(&self) -> Option<bool> {
        match self {
            Self::Int(0) => Some(false),
            Self::Int(1) => Some(true),
            _ => None,
        }
    }

    pub fn int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// A number that loses nothing as a double.
    pub fn float(&self) -> Option<f64> {
        match self {
            Self::Real(number) => Some(*number),
            Self::Int(number) if number.unsigned_abs() <= LARGEST_EXACT => Some(*number as f64),
            _ => None,
        }
    }

    /// Days since 1970.
    pub fn day(&self) -> Option<i32> {
        match self {
            Self::Text(text) => time::of_day_text(text).map(|day| day.to_epoch_days()),
            _ => None,
        }
    }

    /// Microseconds since 1970.
    pub fn time(&self) -> Option<i64> {
        match self {
            Self::Text(text) => time::of_text(text),
            Self::Int(number) => time::of_whole(*number),
            Self::Real(number) => time::of_real(*number),
            Self::Null | Self::Bytes(_) => None,
        }
    }

    pub fn blob(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Whatever it is, as text: nothing is lost, and everything can be read.
    pub fn text(&self) -> Option<std::borrow::Cow<'_, str>> {
        match self {
            Self::Null => None,
            Self::Int(number) => Some(number.to_string().into()),
            Self::Real(number) => Some(format!("{number:?}").into()),
            Self::Text(text) => Some((&**text).into()),
            Self::Bytes(bytes) => Some(hex_text(bytes).into()),
        }
    }
}
