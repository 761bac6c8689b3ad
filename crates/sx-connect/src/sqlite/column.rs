//! What a column's values become.
//!
//! A declared type is a wish in SQLite: any row may hold any kind of value. So the declared type says what is tried first,
//! and the values say whether it holds; what does not fit makes the column wider, down to text, and loses nothing.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, BinaryArray, BooleanArray, Date32Array, Float64Array, Int64Array, StringArray, TimestampMicrosecondArray,
};
use arrow_schema::{DataType, Field, TimeUnit};

use super::cell::Cell;

/// What a declared type promises. `Nothing` is also an expression's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Declared {
    Boolean,
    Int,
    Float,
    Day,
    Time,
    Text,
    Bytes,
    Nothing,
}

impl Declared {
    /// By the reference's names where it knows them, else by SQLite's own rules of affinity.
    pub fn of(type_text: Option<&str>) -> Self {
        let name = type_text.unwrap_or_default().trim().to_ascii_uppercase();
        let base = name.split('(').next().unwrap_or_default().trim_end();
        let has = |parts: &[&str]| parts.iter().any(|part| base.contains(part));
        match base {
            "" | "ANY" => Self::Nothing,
            "DATE" => Self::Day,
            "TIME" | "JSON" | "JSONB" | "UUID" | "XML" => Self::Text,
            _ if base.starts_with("BOOL") => Self::Boolean,
            _ if base.starts_with("DATETIME") || base.starts_with("TIMESTAMP") => Self::Time,
            _ if base.starts_with("INTERVAL") => Self::Text,
            _ if has(&["INT"]) => Self::Int,
            _ if has(&["CHAR", "CLOB", "TEXT", "STRING"]) => Self::Text,
            _ if has(&["BLOB", "BINARY", "BYTEA"]) => Self::Bytes,
            _ if has(&["REAL", "FLOA", "DOUB", "NUM", "DEC", "MONEY"]) => Self::Float,
            _ => Self::Nothing,
        }
    }

    /// The narrowest first; the last takes everything.
    fn readings(self) -> &'static [Reading] {
        use Reading::*;
        match self {
            Self::Boolean => &[Boolean, Int, Float, Text],
            Self::Int => &[Int, Float, Text],
            Self::Float => &[Float, Int, Text],
            Self::Day => &[Day, Time, Int, Float, Text],
            Self::Time => &[Time, Int, Float, Text],
            Self::Text => &[Text],
            Self::Bytes => &[Bytes, Int, Float, Text],
            Self::Nothing => &[Int, Float, Bytes, Text],
        }
    }

    /// What the values of this column are read as.
    pub fn reading<'a>(self, values: impl Iterator<Item = &'a Cell> + Clone) -> Reading {
        let mut values = values.filter(|cell| !cell.is_null()).peekable();
        if values.peek().is_none() {
            return self.promise();
        }
        let fitting = self.readings().iter().find(|reading| values.clone().all(|cell| reading.fits(cell)));
        fitting.copied().unwrap_or(Reading::Text)
    }

    /// What it is read as while nothing contradicts.
    pub fn promise(self) -> Reading {
        match self {
            Self::Nothing => Reading::Text,
            known => known.readings().first().copied().unwrap_or(Reading::Text),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    Boolean,
    Int,
    Float,
    Day,
    Time,
    Text,
    Bytes,
}

impl Reading {
    pub fn data_type(self) -> DataType {
        match self {
            Self::Boolean => DataType::Boolean,
            Self::Int => DataType::Int64,
            Self::Float => DataType::Float64,
            Self::Day => DataType::Date32,
            Self::Time => DataType::Timestamp(TimeUnit::Microsecond, None),
            Self::Text => DataType::Utf8,
            Self::Bytes => DataType::Binary,
        }
    }

    pub fn field(self, name: &str) -> Field {
        Field::new(name, self.data_type(), true)
    }

    /// `None` when a value does not fit.
    pub fn array(self, cells: &[Cell]) -> Option<ArrayRef> {
        Some(match self {
            Self::Boolean => Arc::new(collect::<_, BooleanArray>(cells, Cell::truth)?),
            Self::Int => Arc::new(collect::<_, Int64Array>(cells, Cell::int)?),
            Self::Float => Arc::new(collect::<_, Float64Array>(cells, Cell::float)?),
            Self::Day => Arc::new(collect::<_, Date32Array>(cells, Cell::day)?),
            Self::Time => Arc::new(collect::<_, TimestampMicrosecondArray>(cells, Cell::time)?),
            Self::Text => Arc::new(collect::<_, StringArray>(cells, Cell::text)?),
            Self::Bytes => Arc::new(collect::<_, BinaryArray>(cells, Cell::blob)?),
        })
    }

    fn fits(self, cell: &Cell) -> bool {
        match self {
            Self::Boolean => cell.truth().is_some(),
            Self::Int => cell.int().is_some(),
            Self::Float => cell.float().is_some(),
            Self::Day => cell.day().is_some(),
            Self::Time => cell.time().is_some(),
            Self::Text => true,
            Self::Bytes => cell.blob().is_some(),
        }
    }
}

fn collect<'a, T, A: FromIterator<Option<T>>>(cells: &'a [Cell], read: impl Fn(&'a Cell) -> Option<T>) -> Option<A> {
    let values = cells.iter().map(|cell| match cell {
        Cell::Null => Some(None),
        cell => read(cell).map(Some),
    });
    values.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(type_text: &str, cells: &[Cell]) -> Reading {
        Declared::of(Some(type_text)).reading(cells.iter())
    }

    fn text(text: &str) -> Cell {
        Cell::Text(text.into())
    }

    #[test]
    fn declared_types_are_known_by_name_or_affinity() {
        for (name, declared) in [
            ("BIGINT UNSIGNED", Declared::Int),
            ("varchar(20)", Declared::Text),
            ("DECIMAL(10, 2)", Declared::Float),
            ("double precision", Declared::Float),
            ("bool", Declared::Boolean),
            ("Date", Declared::Day),
            ("TIMESTAMP WITH TIME ZONE", Declared::Time),
            ("INTERVAL", Declared::Text),
            ("BLOB", Declared::Bytes),
            ("", Declared::Nothing),
            ("POLYGON", Declared::Nothing),
        ] {
            assert_eq!(Declared::of(Some(name)), declared, "{name}");
        }
    }

    #[test]
    fn what_does_not_fit_makes_the_column_wider() {
        use Cell::{Int, Null, Real};
        assert_eq!(reading("boolean", &[Int(1), Null, Int(0)]), Reading::Boolean);
        assert_eq!(reading("boolean", &[Int(1), Int(2)]), Reading::Int);
        assert_eq!(reading("integer", &[Int(1), Real(0.5)]), Reading::Float);
        assert_eq!(reading("integer", &[Int(i64::MAX), Real(0.5)]), Reading::Text);
        assert_eq!(reading("integer", &[Int(1), text("n/a")]), Reading::Text);
        assert_eq!(reading("numeric", &[Int(1)]), Reading::Float);
        assert_eq!(reading("date", &[text("2024-01-31")]), Reading::Day);
        assert_eq!(reading("date", &[text("2024-01-31"), text("2024-01-31 10:00:00")]), Reading::Time);
        assert_eq!(reading("datetime", &[Int(1_706_702_400), Real(2_460_341.5)]), Reading::Time);
        assert_eq!(reading("datetime", &[Int(2024)]), Reading::Int);
        assert_eq!(reading("", &[text("a"), Cell::Bytes([1].into())]), Reading::Text);
        assert_eq!(reading("", &[Null]), Reading::Text);
        assert_eq!(reading("datetime", &[]), Reading::Time);
    }
}
