//! Parquet.

use std::{fs::File, path::Path};

use arrow_array::{Array, ArrayRef, RecordBatch, cast::AsArray as _, types};
use arrow_cast::{
    cast,
    display::{ArrayFormatter, FormatOptions},
};
use arrow_schema::{DataType, TimeUnit};
use parquet::{arrow::arrow_reader::ParquetRecordBatchReaderBuilder, errors::ParquetError};

use super::{
    Flow, MOST_ROWS, Sink, SourceColumn,
    cell::Cell,
    error::IngestError,
    framing::too_many_columns,
    names::column_names,
    options::{ColumnType, FileOptions},
};

const BATCH_ROWS: usize = 4_096;

pub(super) fn read(path: &Path, options: &FileOptions, sink: &mut dyn Sink) -> Result<(), IngestError> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path)?).map_err(damaged)?;
    if builder.metadata().file_metadata().num_rows() > MOST_ROWS as i64 {
        return Err(IngestError::new(format!("The file has more than {MOST_ROWS} rows.")));
    }
    let fields = builder.schema().fields().clone();
    too_many_columns(fields.len())?;
    let names = column_names(fields.iter().map(|field| field.name()));
    let types = fields.iter().map(|field| type_of(field.data_type()));
    sink.columns(
        names.into_iter().zip(types).map(|(name, type_)| SourceColumn { name, type_: Some(type_) }).collect(),
    )?;
    let mut number = 0;
    for batch in builder.with_batch_size(BATCH_ROWS).build().map_err(damaged)? {
        let batch = batch.map_err(|error| IngestError::damaged("Parquet", error))?;
        let columns = Columns::of(&batch)?;
        for row in 0..batch.num_rows() {
            if options.rows_to_read.is_some_and(|most| number >= most) {
                return Ok(());
            }
            number += 1;
            let cells = columns.row(row)?;
            if sink.row(number, &cells)? == Flow::Stop {
                return Ok(());
            }
        }
    }
    Ok(())
}

pub(super) fn type_of(data_type: &DataType) -> ColumnType {
    match data_type {
        DataType::Boolean => ColumnType::Boolean,
        // One that does not fit into 64 bits is told where it stands.
        data_type if data_type.is_integer() => ColumnType::Integer,
        data_type if data_type.is_floating() => ColumnType::Number,
        DataType::Decimal32(..) | DataType::Decimal64(..) | DataType::Decimal128(..) | DataType::Decimal256(..) => {
            ColumnType::Decimal
        }
        DataType::Date32 | DataType::Date64 => ColumnType::Date,
        DataType::Timestamp(..) => ColumnType::Timestamp,
        _ => ColumnType::Text,
    }
}

struct Columns(Vec<ArrayRef>);

impl Columns {
    fn of(batch: &RecordBatch) -> Result<Self, IngestError> {
        let columns = batch.columns().iter().map(|column| {
            let to = match column.data_type() {
                DataType::UInt64 => DataType::Utf8,
                data_type => match type_of(data_type) {
                    ColumnType::Boolean => DataType::Boolean,
                    ColumnType::Integer => DataType::Int64,
                    ColumnType::Number => DataType::Float64,
                    ColumnType::Date => DataType::Date32,
                    ColumnType::Timestamp => DataType::Timestamp(TimeUnit::Microsecond, None),
                    ColumnType::Decimal => DataType::Utf8,
                    ColumnType::Text if is_text(data_type) => DataType::Utf8,
                    // Lists, structures and bytes are written out, cell by cell.
                    ColumnType::Text => return Ok(column.clone()),
                },
            };
            cast(column, &to).map_err(|error| IngestError::damaged("Parquet", error))
        });
        columns.collect::<Result<_, _>>().map(Self)
    }

    fn row(&self, row: usize) -> Result<Vec<Cell<'_>>, IngestError> {
        self.0.iter().map(|column| cell(column, row)).collect()
    }
}

fn cell(column: &ArrayRef, row: usize) -> Result<Cell<'_>, IngestError> {
    if column.is_null(row) {
        return Ok(Cell::Empty);
    }
    Ok(match column.data_type() {
        DataType::Boolean => Cell::Bool(column.as_boolean().value(row)),
        DataType::Int64 => Cell::Int(column.as_primitive::<types::Int64Type>().value(row)),
        DataType::Float64 => Cell::Float(column.as_primitive::<types::Float64Type>().value(row)),
        DataType::Date32 => Cell::Date(column.as_primitive::<types::Date32Type>().value(row)),
        DataType::Timestamp(..) => Cell::Time(column.as_primitive::<types::TimestampMicrosecondType>().value(row)),
        DataType::Utf8 => Cell::Text(column.as_string::<i32>().value(row).into()),
        _ => {
            let options = FormatOptions::default();
            let formatter = ArrayFormatter::try_new(column.as_ref(), &options);
            let text = formatter.and_then(|formatter| formatter.value(row).try_to_string());
            Cell::Text(text.map_err(|error| IngestError::damaged("Parquet", error))?.into())
        }
    })
}

fn is_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => is_text(values),
        _ => false,
    }
}

pub(super) fn damaged(error: ParquetError) -> IngestError {
    IngestError::damaged("Parquet", error)
}
