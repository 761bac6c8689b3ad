//! CSV, with the mark by which Excel knows that it is UTF-8.

use std::io::Write as _;

use sx_query::{Column, CsvWriter};

use super::{EgressError, Encoder, sink::Sink};

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

pub(super) struct Csv {
    writer: CsvWriter,
    sink: Sink,
}

impl Csv {
    pub fn new(names: &[String], mut sink: Sink) -> Result<Self, EgressError> {
        let writer = CsvWriter::default();
        let mut head = BYTE_ORDER_MARK.to_vec();
        writer.head(names, &mut head);
        sink.write_all(&head)?;
        Ok(Self { writer, sink })
    }
}

impl Encoder for Csv {
    fn rows(&mut self, columns: &[&Column]) -> Result<(), EgressError> {
        let mut text = Vec::new();
        self.writer.rows(columns, &mut text);
        Ok(self.sink.write_all(&text)?)
    }

    fn finish(self: Box<Self>) -> Result<(), EgressError> {
        Ok(())
    }
}
