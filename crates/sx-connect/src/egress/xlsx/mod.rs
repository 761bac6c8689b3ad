//! An Excel workbook, written from its first row to its last: the answer streams into sheets, and a full sheet is followed by
//! another one. What must know how many sheets there are stands at the end of the file, which a ZIP allows.

mod cell;
mod parts;

use std::io::Write as _;

use sx_query::{Column, Values};
use zip::{
    CompressionMethod, ZipWriter,
    write::{SimpleFileOptions, StreamWriter},
};

use self::cell::{Letters, write_cell, write_head};
use super::{EgressError, Encoder, sink::Sink};

/// Excel's own limits, the row of names among the rows.
const MOST_ROWS: u32 = 1_048_576;
const MOST_COLUMNS: usize = 16_384;
/// A part of a workbook that is larger needs an extension of ZIP that not every program reads.
const MOST_BYTES: u64 = 3 << 30;
/// Rows are handed to the compressor by this much text.
const BLOCK_BYTES: usize = 1 << 20;

pub(super) struct Workbook {
    zip: ZipWriter<StreamWriter<Sink>>,
    names: Vec<String>,
    letters: Letters,
    /// Which columns hold times: they are made wide enough to be read.
    wide: Vec<usize>,
    most_rows: u32,
    sheets: usize,
    /// Of the sheet that is written.
    rows: u32,
    bytes: u64,
    text: Vec<u8>,
}

impl Workbook {
    pub fn new(names: &[String], columns: &[&Column], sink: Sink) -> Result<Self, EgressError> {
        Self::with_sheets_of(MOST_ROWS, names, columns, sink)
    }

    fn with_sheets_of(most_rows: u32, names: &[String], columns: &[&Column], sink: Sink) -> Result<Self, EgressError> {
        if names.len() > MOST_COLUMNS {
            let count = names.len();
            return Err(EgressError(format!(
                "The answer has {count} columns, and a sheet of Excel has 16,384. Ask for fewer, or for another format."
            )));
        }
        let is_time = |(_, column): &(usize, &&Column)| matches!(column.values, Values::Time(_));
        let mut workbook = Self {
            zip: ZipWriter::new_stream(sink),
            names: names.to_vec(),
            letters: Letters::of(names.len()),
            wide: columns.iter().enumerate().filter(is_time).map(|(position, _)| position).collect(),
            most_rows,
            sheets: 0,
            rows: 0,
            bytes: 0,
            text: Vec::new(),
        };
        workbook.begin_sheet()?;
        Ok(workbook)
    }

    fn begin_sheet(&mut self) -> Result<(), EgressError> {
        self.sheets += 1;
        (self.rows, self.bytes) = (1, 0);
        self.zip.start_file(format!("xl/worksheets/sheet{}.xml", self.sheets), options())?;
        parts::sheet_start(&self.wide, &mut self.text);
        write_head(&self.names, &self.letters, &mut self.text);
        Ok(())
    }

    fn end_sheet(&mut self) -> Result<(), EgressError> {
        self.text.extend_from_slice(parts::SHEET_END);
        self.flush()
    }

    fn flush(&mut self) -> Result<(), EgressError> {
        self.zip.write_all(&self.text)?;
        self.bytes += self.text.len() as u64;
        self.text.clear();
        Ok(())
    }

    fn part(&mut self, name: &str, text: &str) -> Result<(), EgressError> {
        self.zip.start_file(name, options())?;
        Ok(self.zip.write_all(text.as_bytes())?)
    }
}

impl Encoder for Workbook {
    fn rows(&mut self, columns: &[&Column]) -> Result<(), EgressError> {
        for row in 0..columns.first().map_or(0, |column| column.values.len()) {
            if self.rows >= self.most_rows || self.bytes >= MOST_BYTES {
                self.end_sheet()?;
                self.begin_sheet()?;
            }
            self.rows += 1;
            let number = self.rows.to_string();
            self.text.extend_from_slice(b"<row r=\"");
            self.text.extend_from_slice(number.as_bytes());
            self.text.extend_from_slice(b"\">");
            for (column, letters) in columns.iter().zip(self.letters.iter()) {
                write_cell(column, row, (letters, &number), &mut self.text);
            }
            self.text.extend_from_slice(b"</row>");
            if self.text.len() >= BLOCK_BYTES {
                self.flush()?;
            }
        }
        self.flush()
    }

    fn finish(mut self: Box<Self>) -> Result<(), EgressError> {
        self.end_sheet()?;
        let sheets = self.sheets;
        self.part("xl/workbook.xml", &parts::workbook(sheets))?;
        self.part("xl/_rels/workbook.xml.rels", &parts::workbook_relations(sheets))?;
        self.part("xl/styles.xml", parts::STYLES)?;
        self.part("_rels/.rels", parts::RELATIONS)?;
        self.part("[Content_Types].xml", &parts::content_types(sheets))?;
        self.zip.finish()?;
        Ok(())
    }
}

/// The lightest compression: a workbook is mostly the names of tags, and time is what an export lacks.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).compression_level(Some(1))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};
    use sx_query::Kind;

    use super::*;

    #[test]
    fn a_full_sheet_is_followed_by_another_one() {
        let column = Column { name: "n".into(), kind: Kind::Numeric, values: Values::Int((0..7).map(Some).collect()) };
        let sink = Sink::default();
        let mut workbook = Workbook::with_sheets_of(4, &["n".into()], &[&column], sink.clone()).unwrap();
        workbook.rows(&[&column]).unwrap();
        Box::new(workbook).finish().unwrap();
        let mut read: Xlsx<_> = open_workbook_from_rs(Cursor::new(sink.take())).unwrap();
        let sheets = read.worksheets();
        let rows: Vec<_> = sheets.iter().map(|(name, range)| (name.as_str(), range.height())).collect();
        assert_eq!(rows, [("Sheet1", 4), ("Sheet2", 4), ("Sheet3", 2)]);
        assert!(sheets.iter().all(|(_, range)| range.get((0, 0)) == Some(&Data::String("n".into()))));
        assert_eq!(sheets[2].1.get((1, 0)), Some(&Data::Float(6.0)));
    }
}
