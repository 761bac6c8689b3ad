//! Several files in one ZIP, written as they come.

use std::io::Write as _;

use zip::{
    CompressionMethod, ZipWriter,
    write::{SimpleFileOptions, StreamWriter},
};

use super::{EgressError, FileFormat, sink::Sink};

pub struct Archive {
    zip: ZipWriter<StreamWriter<Sink>>,
    sink: Sink,
}

impl Default for Archive {
    fn default() -> Self {
        let sink = Sink::default();
        Self { zip: ZipWriter::new_stream(sink.clone()), sink }
    }
}

impl Archive {
    /// What is written from here on is the file of this name.
    ///
    /// # Errors
    /// A name that is there already.
    pub fn begin(&mut self, name: &str, format: FileFormat) -> Result<(), EgressError> {
        // The others are compressed already.
        let method = if format == FileFormat::Csv { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        // Nobody knows yet how large it becomes.
        let options = SimpleFileOptions::default().compression_method(method).large_file(true);
        Ok(self.zip.start_file(name, options)?)
    }

    /// The archive's bytes that these bytes of the file have become.
    ///
    /// # Errors
    /// When no file was begun.
    pub fn write(&mut self, bytes: &[u8]) -> Result<Vec<u8>, EgressError> {
        self.zip.write_all(bytes)?;
        Ok(self.sink.take())
    }

    /// The last bytes.
    ///
    /// # Errors
    /// None that a caller can do something about.
    pub fn finish(self) -> Result<Vec<u8>, EgressError> {
        self.zip.finish()?;
        Ok(self.sink.take())
    }
}
