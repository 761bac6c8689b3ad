//! A file becomes a Parquet file, or a list of what does not fit.

use std::{collections::HashMap, fs::File, path::Path};

use arrow_array::RecordBatch;
use parquet::{arrow::ArrowWriter, basic::Compression, file::properties::WriterProperties};

use super::{
    BadRows, ColumnPlan, ColumnType, FileOptions, Flow, Sink, SourceColumn,
    bad::BadCells,
    builders::{Builders, schema},
    cell::Cell,
    convert::{Spelling, Value},
    error::IngestError,
    existing::Existing,
    names::column_name_fault,
    read,
};

const BATCH_ROWS: usize = 8_192;
const BATCH_TEXT_BYTES: usize = 8 << 20;
/// What the writer holds back before it writes a group of rows.
const GROUP_ROWS: usize = 122_880;
const GROUP_BYTES: usize = 48 << 20;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ingested {
    /// Written from this file; 0 when rows were refused.
    pub rows: u64,
    pub bad: BadCells,
    /// `false` when bad rows were to be refused and there were some: then `to` is no table.
    pub is_written: bool,
}

/// Reads `from` and writes `to`, which must not be a table yet: move it into place when all is well, or remove it. Rows of
/// `existing` come first, and its columns stay as they are. `columns` says what becomes of which column; those that it does
/// not name are left out. `options` are those that `inspect` found. Blocks, for as long as the file takes.
pub fn ingest(
    from: &Path,
    options: &FileOptions,
    columns: &[ColumnPlan],
    bad_rows: BadRows,
    existing: Option<&Path>,
    to: &Path,
) -> Result<Ingested, IngestError> {
    let existing = existing.map(Existing::open).transpose()?;
    let targets = targets(columns, existing.as_ref())?;
    let schema = match &existing {
        Some(existing) => existing.schema.clone(),
        None => schema(targets.iter().map(|target| (target.name.as_str(), target.type_))),
    };
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_created_by("sextant".to_owned());
    let file = File::create(to)?;
    let writer = ArrowWriter::try_new(file, schema.clone(), Some(properties.build())).map_err(written)?;
    let types: Vec<_> = targets.iter().map(|target| target.type_).collect();
    let mut ingest = Ingest {
        spelling: Spelling::of(options),
        bad_rows,
        sources: Vec::new(),
        known: Vec::new(),
        builders: Builders::new(schema, &types),
        targets,
        writer,
        outcome: Ingested { is_written: true, ..Ingested::default() },
    };
    for batch in existing.into_iter().flat_map(|existing| existing.batches) {
        ingest.write(&batch.map_err(|error| IngestError::damaged("Parquet", error))?)?;
    }
    read(from, options, None, &mut ingest)?;
    ingest.finish()
}

/// A column of the table and where its values come from.
struct Target {
    name: String,
    type_: ColumnType,
    /// `None`: this file has no such column, and its rows get no value there.
    source: Option<String>,
}

fn targets(columns: &[ColumnPlan], existing: Option<&Existing>) -> Result<Vec<Target>, IngestError> {
    let mut by_name: HashMap<String, &ColumnPlan> = HashMap::new();
    for column in columns {
        if let Some(fault) = column_name_fault(&column.name) {
            return Err(IngestError::new(format!("The column “{}” cannot be called so: {fault}.", column.name)));
        }
        if by_name.insert(column.name.to_lowercase(), column).is_some() {
            return Err(IngestError::new(format!("The column “{}” comes twice.", column.name)));
        }
    }
    if columns.is_empty() {
        return Err(IngestError::new("A table needs at least one column."));
    }
    let Some(existing) = existing else {
        let target = |column: &ColumnPlan| Target {
            name: column.name.clone(),
            type_: column.type_,
            source: Some(column.source.clone()),
        };
        return Ok(columns.iter().map(target).collect());
    };
    let fields = existing.schema.fields().iter().zip(&existing.types);
    let targets = fields.map(|(field, type_)| Target {
        name: field.name().clone(),
        type_: *type_,
        source: by_name.remove(&field.name().to_lowercase()).map(|column| column.source.clone()),
    });
    let targets: Vec<_> = targets.collect();
    match by_name.values().next() {
        None => Ok(targets),
        Some(column) => Err(IngestError::new(format!(
            "Rows cannot be added: the table has no column “{}”. Leave that column out, or replace the table.",
            column.name
        ))),
    }
}

struct Ingest {
    spelling: Spelling,
    bad_rows: BadRows,
    targets: Vec<Target>,
    /// For each target the place of its column in the file.
    sources: Vec<Option<usize>>,
    known: Vec<String>,
    builders: Builders,
    writer: ArrowWriter<File>,
    outcome: Ingested,
}

impl Sink for Ingest {
    fn columns(&mut self, columns: Vec<SourceColumn>) -> Result<(), IngestError> {
        self.known = columns.into_iter().map(|column| column.name).collect();
        let places: HashMap<&str, usize> =
            self.known.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
        for target in &self.targets {
            let place = match &target.source {
                Some(source) => Some(
                    *places
                        .get(source.as_str())
                        .ok_or_else(|| IngestError::new(format!("The file has no column “{source}”.")))?,
                ),
                None => None,
            };
            self.sources.push(place);
        }
        Ok(())
    }

    fn row(&mut self, number: u64, cells: &[Cell<'_>]) -> Result<Flow, IngestError> {
        let bad_before = self.outcome.bad.count;
        let (bad, known) = (&mut self.outcome.bad, &self.known);
        if let Some(extra) = cells.get(known.len()..).and_then(|extra| extra.iter().find(|cell| !cell.is_blank())) {
            let reason = format!("The row has {} cells, the header {}.", cells.len(), known.len());
            bad.add(number, &format!("column_{}", known.len() + 1), &extra.text(), reason);
        }
        let mut values = Vec::with_capacity(self.targets.len());
        for (target, source) in self.targets.iter().zip(&self.sources) {
            let cell = source.and_then(|at| cells.get(at)).unwrap_or(&Cell::Empty);
            values.push(self.spelling.convert(cell, target.type_).unwrap_or_else(|reason| {
                bad.add(number, target.source.as_deref().unwrap_or_default(), &cell.text(), reason);
                Value::Null
            }));
        }
        let is_bad = self.outcome.bad.count > bad_before;
        if is_bad && self.bad_rows == BadRows::Refuse {
            self.outcome.is_written = false;
        }
        if !self.outcome.is_written || (is_bad && self.bad_rows == BadRows::LeaveOut) {
            return Ok(Flow::Continue);
        }
        self.builders.append(&values);
        self.outcome.rows += 1;
        if self.builders.rows == BATCH_ROWS || self.builders.text_bytes > BATCH_TEXT_BYTES {
            let batch = self.builders.finish()?;
            self.write(&batch)?;
        }
        Ok(Flow::Continue)
    }
}

impl Ingest {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), IngestError> {
        self.writer.write(batch).map_err(written)?;
        if self.writer.memory_size() > GROUP_BYTES {
            self.writer.flush().map_err(written)?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Ingested, IngestError> {
        if !self.outcome.is_written {
            self.outcome.rows = 0;
            return Ok(self.outcome);
        }
        let batch = self.builders.finish()?;
        self.write(&batch)?;
        // What was moved into place must be on the disk: a name without its content would be a broken table.
        self.writer.into_inner().map_err(written)?.sync_all()?;
        Ok(self.outcome)
    }
}

fn written(error: parquet::errors::ParquetError) -> IngestError {
    IngestError::new(format!("The table could not be written: {error}."))
}
