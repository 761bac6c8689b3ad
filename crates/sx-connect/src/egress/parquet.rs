//! Parquet: groups of rows, each compressed, and where they stand at the end.

use arrow_schema::SchemaRef;
use parquet::{arrow::ArrowWriter, basic::Compression, file::properties::WriterProperties};
use sx_query::Column;

use super::{EgressError, Encoder, arrow, sink::Sink};

/// What the writer holds back before it writes a group of rows.
const GROUP_ROWS: usize = 122_880;
const GROUP_BYTES: usize = 32 << 20;

pub(super) struct Parquet {
    schema: SchemaRef,
    writer: ArrowWriter<Sink>,
}

impl Parquet {
    pub fn new(names: &[String], columns: &[&Column], sink: Sink) -> Result<Self, EgressError> {
        let schema = arrow::schema(names, columns);
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_row_count(Some(GROUP_ROWS))
            .set_created_by("sextant".to_owned());
        let writer = ArrowWriter::try_new(sink, schema.clone(), Some(properties.build()))?;
        Ok(Self { schema, writer })
    }
}

impl Encoder for Parquet {
    fn rows(&mut self, columns: &[&Column]) -> Result<(), EgressError> {
        self.writer.write(&arrow::batch(&self.schema, columns)?)?;
        if self.writer.in_progress_size() > GROUP_BYTES {
            self.writer.flush()?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), EgressError> {
        self.writer.close()?;
        Ok(())
    }
}
