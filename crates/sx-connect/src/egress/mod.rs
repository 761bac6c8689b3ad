//! Tables become files, in as many parts as they come in: what was written is handed out after each part, so that the size of
//! an answer does not decide how much memory its file takes.
//!
//! ```text
//! columns ─▶ encoder (csv, xlsx, arrow, parquet) ─▶ bytes
//!                                                     └─▶ archive, where one answer has several files
//! ```
//!
//! All of this takes the processor's time: call it on a thread of its own.

mod archive;
mod arrow;
mod csv;
mod error;
mod parquet;
mod sink;
#[cfg(test)]
mod tests;
mod xlsx;

use sx_query::Column;

pub use archive::Archive;
pub use error::EgressError;

use sink::Sink;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    Csv,
    Xlsx,
    /// An Arrow IPC stream.
    Arrow,
    Parquet,
}

impl FileFormat {
    pub const ALL: [Self; 4] = [Self::Csv, Self::Xlsx, Self::Arrow, Self::Parquet];

    /// Without its parameters.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Arrow => "application/vnd.apache.arrow.stream",
            Self::Parquet => "application/vnd.apache.parquet",
        }
    }

    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Arrow => "arrows",
            Self::Parquet => "parquet",
        }
    }

    /// Whether people read it, who know a column by its verbose name; programs know it by its own.
    pub fn is_for_people(self) -> bool {
        matches!(self, Self::Csv | Self::Xlsx)
    }
}

/// One table on its way into one file.
pub struct TableFile {
    format: FileFormat,
    names: Vec<String>,
    sink: Sink,
    /// Made with the first part, for only then the columns' types are known.
    encoder: Option<Box<dyn Encoder>>,
}

/// Writes one kind of file into a sink.
trait Encoder: Send {
    /// Columns of equal length, and of the same types each time.
    fn rows(&mut self, columns: &[&Column]) -> Result<(), EgressError>;

    fn finish(self: Box<Self>) -> Result<(), EgressError>;
}

impl TableFile {
    /// `names` are the columns' names in the file.
    pub fn new(format: FileFormat, names: Vec<String>) -> Self {
        Self { format, names, sink: Sink::default(), encoder: None }
    }

    /// The bytes that these rows, and some before them, have become.
    ///
    /// # Errors
    /// A table that has no place in such a file: too many columns for a sheet.
    pub fn write(&mut self, columns: &[&Column]) -> Result<Vec<u8>, EgressError> {
        self.encoder(columns)?.rows(columns)?;
        Ok(self.sink.take())
    }

    /// The last bytes.
    ///
    /// # Errors
    /// As [`TableFile::write`].
    pub fn finish(mut self) -> Result<Vec<u8>, EgressError> {
        self.encoder(&[])?;
        if let Some(encoder) = self.encoder.take() {
            encoder.finish()?;
        }
        Ok(self.sink.take())
    }

    fn encoder(&mut self, columns: &[&Column]) -> Result<&mut Box<dyn Encoder>, EgressError> {
        let encoder = match self.encoder.take() {
            Some(encoder) => encoder,
            None => self.begin(columns)?,
        };
        Ok(self.encoder.insert(encoder))
    }

    fn begin(&self, columns: &[&Column]) -> Result<Box<dyn Encoder>, EgressError> {
        let (names, sink) = (&self.names, self.sink.clone());
        Ok(match self.format {
            FileFormat::Csv => Box::new(csv::Csv::new(names, sink)?),
            FileFormat::Xlsx => Box::new(xlsx::Workbook::new(names, columns, sink)?),
            FileFormat::Arrow => Box::new(arrow::Stream::new(names, columns, sink)?),
            FileFormat::Parquet => Box::new(parquet::Parquet::new(names, columns, sink)?),
        })
    }
}
