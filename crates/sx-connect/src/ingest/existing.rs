//! A table that is there already.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use arrow_schema::SchemaRef;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use super::{
    builders::data_type,
    columnar::{damaged, type_of},
    error::IngestError,
    options::ColumnType,
};
use crate::{ConnectError, duckdb::files::scan};

#[derive(Clone, Debug, PartialEq)]
pub struct TableInFolder {
    /// As the engine calls it.
    pub name: String,
    pub path: PathBuf,
    /// Only Parquet files are replaced or added to: others are somebody else's.
    pub is_parquet: bool,
}

/// The file behind a table of the folder, whatever the case of the name. Blocks.
pub fn find_table(folder: &Path, table: &str) -> Result<Option<TableInFolder>, ConnectError> {
    let wanted = table.to_lowercase();
    let found = scan(folder)?.files.into_iter().find(|file| file.table.to_lowercase() == wanted);
    Ok(found.map(|file| TableInFolder {
        is_parquet: file.reader == "read_parquet",
        path: file.path.into(),
        name: file.table,
    }))
}

/// The rows of a table that more are added to.
pub(super) struct Existing {
    pub schema: SchemaRef,
    pub types: Vec<ColumnType>,
    pub batches: ParquetRecordBatchReader,
}

impl Existing {
    /// Refuses a file with columns of types that no upload makes: adding to it would change them.
    pub fn open(path: &Path) -> Result<Self, IngestError> {
        let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path)?).map_err(damaged)?;
        let schema = builder.schema().clone();
        let types: Vec<_> = schema.fields().iter().map(|field| type_of(field.data_type())).collect();
        let foreign =
            schema.fields().iter().zip(&types).find(|(field, type_)| *field.data_type() != data_type(**type_));
        if let Some((field, _)) = foreign {
            return Err(IngestError::new(format!(
                "Rows cannot be added: the column “{}” has the type {}, which no upload makes. Replace the table, or \
                 choose another name.",
                field.name(),
                field.data_type()
            )));
        }
        Ok(Self { schema, types, batches: builder.build().map_err(damaged)? })
    }
}
