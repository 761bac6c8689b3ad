//! What was written reads back the same.

use std::io::{Cursor, Read as _};

use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use arrow_array::{RecordBatch, cast::AsArray as _, types::TimestampMicrosecondType};
use arrow_ipc::reader::StreamReader;
use bytes::Bytes;
use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};
use serde_json::json;
use sx_query::{Kind, Values};

use super::*;

const DAY: i64 = 86_400_000_000;

fn columns(from: i64) -> Vec<Column> {
    let column = |name: &str, kind, values| Column { name: name.into(), kind, values };
    vec![
        column("number", Kind::Numeric, Values::Int(vec![Some(from), None])),
        column("share", Kind::Numeric, Values::Float(vec![Some(0.5), None])),
        column("word", Kind::String, Values::Text(vec![Some("=a,b".into()), None])),
        column("flag", Kind::Boolean, Values::Bool(vec![Some(true), None])),
        column("at", Kind::Temporal, Values::Time(vec![Some(DAY + 1_000_000), None])),
        column("list", Kind::String, Values::Json(vec![Some(json!([1, "x"])), None])),
    ]
}

/// In two parts.
fn written(format: FileFormat) -> Vec<u8> {
    let names = columns(0).iter().map(|column| column.name.clone()).collect();
    let mut file = TableFile::new(format, names);
    let mut bytes = Vec::new();
    for from in [1, 2] {
        let columns = columns(from);
        bytes.extend(file.write(&columns.iter().collect::<Vec<_>>()).unwrap());
    }
    bytes.extend(file.finish().unwrap());
    bytes
}

fn check_batches(batches: &[RecordBatch]) {
    let rows: Vec<_> = batches.iter().map(RecordBatch::num_rows).collect();
    assert_eq!(rows.iter().sum::<usize>(), 4);
    let first = &batches[0];
    let names: Vec<_> = first.schema().fields().iter().map(|field| field.name().clone()).collect();
    assert_eq!(names, ["number", "share", "word", "flag", "at", "list"]);
    assert_eq!(first.column(2).as_string::<i32>().value(0), "=a,b");
    assert_eq!(first.column(4).as_primitive::<TimestampMicrosecondType>().value(0), DAY + 1_000_000);
    assert_eq!(first.column(5).as_string::<i32>().value(0), "[1,\"x\"]");
    assert!(first.columns().iter().all(|column| column.is_null(1)));
}

#[test]
fn csv_has_a_mark_a_head_and_rows() {
    let text = String::from_utf8(written(FileFormat::Csv)).unwrap();
    insta::assert_snapshot!(text.strip_prefix('\u{feff}').unwrap(), @r#"
    number,share,word,flag,at,list
    1,0.5,"'=a,b",True,1970-01-02 00:00:01,"[1,""x""]"
    ,,,,,
    2,0.5,"'=a,b",True,1970-01-02 00:00:01,"[1,""x""]"
    ,,,,,
    "#);
}

#[test]
fn arrow_is_a_stream_of_batches() {
    let reader = StreamReader::try_new(Cursor::new(written(FileFormat::Arrow)), None).unwrap();
    check_batches(&reader.collect::<Result<Vec<_>, _>>().unwrap());
}

#[test]
fn parquet_reads_back() {
    let bytes = Bytes::from(written(FileFormat::Parquet));
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes).unwrap().build().unwrap();
    check_batches(&reader.collect::<Result<Vec<_>, _>>().unwrap());
}

#[test]
fn a_workbook_has_typed_cells() {
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(written(FileFormat::Xlsx))).unwrap();
    let sheet = workbook.worksheet_range("Sheet1").unwrap();
    // The last row is NULLs alone, which have no cells.
    assert_eq!((sheet.height(), sheet.width()), (4, 6));
    let row: Vec<_> = sheet.rows().nth(3).unwrap().to_vec();
    assert_eq!(row[..4], [Data::Float(2.0), Data::Float(0.5), Data::String("'=a,b".into()), Data::Bool(true)]);
    assert!(matches!(&row[4], Data::DateTime(time) if (time.as_f64() - 25_570.0 - 1.0 / 86_400.0).abs() < 1e-9));
    assert!(sheet.rows().nth(2).unwrap().iter().all(|cell| *cell == Data::Empty));
}

#[test]
fn an_answer_without_rows_is_still_a_file() {
    for format in FileFormat::ALL {
        let mut file = TableFile::new(format, vec!["n".into()]);
        let empty = Column { name: "n".into(), kind: Kind::Numeric, values: Values::Int(vec![]) };
        let mut bytes = file.write(&[&empty]).unwrap();
        bytes.extend(file.finish().unwrap());
        assert!(!bytes.is_empty(), "{format:?}");
    }
}

#[test]
fn several_files_are_one_archive() {
    let (mut archive, mut bytes) = (Archive::default(), Vec::new());
    for (name, format) in [("query_1.csv", FileFormat::Csv), ("query_2.parquet", FileFormat::Parquet)] {
        archive.begin(name, format).unwrap();
        bytes.extend(archive.write(&written(format)).unwrap());
    }
    bytes.extend(archive.finish().unwrap());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    for (name, format) in [("query_1.csv", FileFormat::Csv), ("query_2.parquet", FileFormat::Parquet)] {
        let mut content = Vec::new();
        archive.by_name(name).unwrap().read_to_end(&mut content).unwrap();
        assert_eq!(content, written(format));
    }
}

#[test]
fn a_sheet_has_only_so_many_columns() {
    let names: Vec<_> = (0..16_385).map(|number| number.to_string()).collect();
    let error = TableFile::new(FileFormat::Xlsx, names).finish().unwrap_err();
    assert!(error.to_string().contains("16,384"), "{error}");
}
