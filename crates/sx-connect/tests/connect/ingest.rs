//! Files become tables: what is read, what is refused, and what the embedded engine then answers.

use std::{
    fs,
    io::{Cursor, Write as _},
    path::{Path, PathBuf},
};

use sx_connect::ingest::{
    BadRows, ColumnPlan, ColumnType, Encoding, FileKind, FileOptions, IngestError, Ingested, find_table, ingest,
    inspect,
};

use crate::harness::*;

fn file(folder: &Folder, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join(format!(".{name}"));
    fs::write(&path, bytes).unwrap();
    path
}

fn options(kind: FileKind) -> FileOptions {
    FileOptions { kind, ..FileOptions::default() }
}

/// The columns as they are guessed, one a line, and what else was found out.
fn looked_at(path: &Path, options: &FileOptions) -> Result<String, IngestError> {
    let found = inspect(path, options)?;
    let sheets = found.sheets.iter().map(|sheet| {
        let columns = sheet.columns.iter().map(|column| format!("{}: {:?}", column.name, column.type_));
        columns.collect::<Vec<_>>().join(", ")
    });
    let FileOptions { delimiter, decimal, day_first, .. } = &found.options;
    Ok(format!("{} | {delimiter:?} {decimal:?} {day_first:?}", sheets.collect::<Vec<_>>().join(" / ")))
}

fn made(folder: &Folder, path: &Path, options: &FileOptions, bad_rows: BadRows) -> Result<Ingested, IngestError> {
    let found = inspect(path, options)?;
    let sheet = &found.sheets[0];
    let plan = |column: &sx_connect::ingest::ColumnGuess| ColumnPlan {
        source: column.name.clone(),
        name: column.name.clone(),
        type_: column.type_,
    };
    let plans: Vec<_> = sheet.columns.iter().map(plan).collect();
    ingest(path, &found.options, &plans, bad_rows, None, &folder.path().join("made.parquet"))
}

#[test]
fn types_and_spellings_are_guessed() {
    let folder = Folder::new();
    let csv = |name: &str, text: &str| looked_at(&file(&folder, name, text), &options(FileKind::Delimited)).unwrap();
    insta::assert_snapshot!(csv("plain.csv", "id,code,price,ok,day,at,name\n1,007,1.5,true,2026-01-31,2026-01-31 10:00,x\n2,008,,false,2026-02-01,2026-02-01T11:00:00Z,y\n"),
        @"id: Integer, code: Text, price: Number, ok: Boolean, day: Date, at: Timestamp, name: Text | Some(',') Some('.') Some(false)");
    insta::assert_snapshot!(csv("german.csv", "Datum;Preis;Stück\n31.12.2026;1,5;3\n01.02.2026;2,25;4\n"),
        @"Datum: Date, Preis: Number, Stück: Integer | Some(';') Some(',') Some(false)");
    insta::assert_snapshot!(csv("british.tsv", "when\tamount\n13/02/2026\t10\n01/02/2026\t-3\n"),
        @"when: Date, amount: Integer | Some('\\t') Some('.') Some(true)");
    insta::assert_snapshot!(csv("quoted.csv", "a,b\n\"x, y\",1\n\"line\nbreak\",2\n"), @"a: Text, b: Integer | Some(',') Some('.') Some(false)");
    insta::assert_snapshot!(csv("few.csv", "n\n1\n2\n3\nx\n5\n6\n7\n8\n9\n"), @"n: Integer | Some(',') Some('.') Some(false)");
    insta::assert_snapshot!(csv("empty.csv", "a,b\n"), @"a: Text, b: Text | Some(',') Some('.') Some(false)");
}

#[tokio::test]
async fn each_kind_of_file_becomes_the_same_table() {
    let folder = Folder::new();
    let source = folder.source();
    let rows_of = |path: PathBuf, kind| {
        made(&folder, &path, &options(kind), BadRows::Refuse).unwrap();
    };
    let expected = "1 | \"ä\" | 1.5 | true | 1767225600000.0\n2 | null | null | false | 1767312000000.0";
    let sql = "SELECT id, name, price, ok, day FROM made";
    rows_of(
        file(&folder, "a.csv", "id,name,price,ok,day\n1,ä,1.5,true,2026-01-01\n2,,,false,2026-01-02\n"),
        FileKind::Delimited,
    );
    assert_eq!(rows(&ask(&*source, sql).await.unwrap()), expected);
    fs::copy(folder.path().join("made.parquet"), folder.path().join(".again.parquet")).unwrap();
    for (name, text) in [
        (
            "a.json",
            r#" [{"id":1,"name":"ä","price":1.5,"ok":true,"day":"2026-01-01"},{"id":2,"name":null,"ok":false,"day":"2026-01-02"}]"#,
        ),
        (
            "a.ndjson",
            "{\"id\":1,\"name\":\"ä\",\"price\":1.5,\"ok\":true,\"day\":\"2026-01-01\"}\n{\"id\":2,\"ok\":false,\"day\":\"2026-01-02\"}\n",
        ),
    ] {
        rows_of(file(&folder, name, text), FileKind::Json);
        assert_eq!(rows(&ask(&*source, sql).await.unwrap()), expected, "{name}");
    }
    rows_of(folder.path().join(".again.parquet"), FileKind::Columnar);
    assert_eq!(rows(&ask(&*source, sql).await.unwrap()), expected, "parquet");
    let columns = source.columns(Some("main"), "made").await.unwrap();
    let types: Vec<_> = columns.iter().map(|column| column.type_text.as_str()).collect();
    assert_eq!(types, ["BIGINT", "VARCHAR", "DOUBLE", "BOOLEAN", "DATE"]);
}

#[tokio::test]
async fn bad_rows_are_told_and_done_with_as_is_chosen() {
    let folder = Folder::new();
    let text = "id,day,amount\n1,2026-01-01,1\n2,31.31.2026,2\n3,2026-01-03,3\n4,2026-01-04,\n5,2026-01-05,x\n6,2026-01-06,6,more\n7,2026-01-07,7\n8,2026-01-08,8\n9,2026-01-09,9\n10,2026-01-10,10\n";
    let path = file(&folder, "bad.csv", text);
    let refused = made(&folder, &path, &options(FileKind::Delimited), BadRows::Refuse).unwrap();
    let told: Vec<_> = refused
        .bad
        .cells
        .iter()
        .map(|cell| format!("{} {} “{}”: {}", cell.row, cell.column, cell.value, cell.reason))
        .collect();
    insta::assert_snapshot!(told.join("\n"), @"
    3 day “31.31.2026”: It is no date.
    6 amount “x”: It is no integer.
    7 column_4 “more”: The row has 4 cells, the header 3.
    ");
    assert_eq!((refused.bad.count, refused.rows, refused.is_written), (3, 0, false));
    fs::remove_file(folder.path().join("made.parquet")).unwrap();
    let source = folder.source();
    for (choice, count, days) in [(BadRows::LeaveOut, "7", "7"), (BadRows::Empty, "10", "9")] {
        let written = made(&folder, &path, &options(FileKind::Delimited), choice).unwrap();
        assert_eq!((written.rows.to_string().as_str(), written.is_written, written.bad.count), (count, true, 3));
        assert_eq!(value(&*source, "SELECT count(*) FROM made").await, count);
        assert_eq!(value(&*source, "SELECT count(day) FROM made").await, days);
    }
}

#[tokio::test]
async fn rows_are_added_to_what_uploads_made() {
    let folder = Folder::new();
    let plans = |types: [ColumnType; 2]| {
        let plan = |name: &str, type_| ColumnPlan { source: name.into(), name: name.into(), type_ };
        vec![plan("a", types[0]), plan("b", types[1])]
    };
    let path = file(&folder, "a.csv", "a,b\n1,1.50\n2,2\n");
    let (first, second) = (folder.path().join("t.parquet"), folder.path().join(".t.part"));
    let read = options(FileKind::Delimited);
    ingest(&path, &read, &plans([ColumnType::Integer, ColumnType::Decimal]), BadRows::Refuse, None, &first).unwrap();
    let more = file(&folder, "b.csv", "b,a\n0.01,3\n");
    // The table's own types count, whatever is asked for.
    let added =
        ingest(&more, &read, &plans([ColumnType::Text, ColumnType::Text]), BadRows::Refuse, Some(&first), &second);
    assert_eq!(added.unwrap().rows, 1);
    fs::rename(&second, &first).unwrap();
    let answer = ask(&*folder.source(), "SELECT a, b FROM t ORDER BY a").await.unwrap();
    assert_eq!(rows(&answer), "1 | 1.5\n2 | 2.0\n3 | 0.01");
    let other = vec![ColumnPlan { source: "c".into(), name: "c".into(), type_: ColumnType::Text }];
    let refused = ingest(&more, &read, &other, BadRows::Refuse, Some(&first), &second).unwrap_err();
    insta::assert_snapshot!(refused.0, @"Rows cannot be added: the table has no column “c”. Leave that column out, or replace the table.");
    assert_eq!(find_table(folder.path(), "T").unwrap().unwrap().path.file_name().unwrap(), "t.parquet");
    assert_eq!(find_table(folder.path(), "u").unwrap(), None);
    folder.copy("foreign.parquet", "things.parquet");
    fs::write(folder.path().join("own.csv"), "a\n1\n").unwrap();
    assert!(!find_table(folder.path(), "own").unwrap().unwrap().is_parquet);
}

#[test]
fn hostile_files_are_sentences() {
    let folder = Folder::new();
    let said = |name: &str, bytes: &[u8], kind| match looked_at(&file(&folder, name, bytes), &options(kind)) {
        Ok(found) => format!("read: {}", found[..found.len().min(60)].trim_end()),
        Err(error) => error.0,
    };
    let wide = vec!["c"; 2_001].join(",");
    let mut lines = vec![
        said("empty.csv", b"", FileKind::Delimited),
        said("blank.csv", b"\n \n\n", FileKind::Delimited),
        said("wide.csv", wide.as_bytes(), FileKind::Delimited),
        said("latin.csv", b"a\nna\xefve\n", FileKind::Delimited),
        said("header.csv", "h".repeat(1_000_000).as_bytes(), FileKind::Delimited),
        said("text.xlsx", b"no zip", FileKind::Excel),
        said("text.parquet", b"no parquet", FileKind::Columnar),
        said("empty.json", b"[]", FileKind::Json),
        said("numbers.json", b"[1, 2]", FileKind::Json),
        said("cut.json", b"[{\"a\": 1}, {\"a\":", FileKind::Json),
        said("deep.json", format!("[{{\"a\": {}", "[".repeat(100_000)).as_bytes(), FileKind::Json),
        said("scalar.json", b"3", FileKind::Json),
    ];
    lines.push(said("names.csv", b"a,A,\"x\ny\",,\"../../etc\"\n1,2,3,4,5\n", FileKind::Delimited));
    insta::assert_snapshot!(lines.join("\n"), @r"
    The file is empty: it has no row with column names.
    The file is empty: it has no row with column names.
    The file has 2001 columns; a table may have 2000. Is the delimiter right?
    The text is not UTF-8. Choose its encoding, for example Windows-1252.
    read: hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh
    The file is no .xlsx workbook. Older workbooks (.xls) have to be saved as .xlsx first.
    The file cannot be read as Parquet: Parquet error: Invalid Parquet file. Corrupt footer.
    The file is empty: it has no object with values.
    The file cannot be read as JSON: invalid type: integer `1`, expected an object of column names and values at line 1 column 3.
    The file cannot be read as JSON: EOF while parsing a value at line 1 column 16.
    The file cannot be read as JSON: EOF while parsing a list at line 1 column 100007.
    The file cannot be read as JSON: invalid type: integer `3`, expected an object of column names and values at line 1 column 1.
    read: a: Integer, A_2: Integer, x y: Integer, column_4: Integer, .
    ");
}

#[test]
fn other_encodings_are_read_when_they_are_named() {
    let folder = Folder::new();
    let path = file(&folder, "latin.csv", b"a\nna\xefve\n");
    let latin = FileOptions { encoding: Some(Encoding::Windows1252), ..options(FileKind::Delimited) };
    assert_eq!(inspect(&path, &latin).unwrap().sheets[0].rows, [["naïve"]]);
    let utf16: Vec<u8> = "\u{feff}a;b\nä;1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let path = file(&folder, "utf16.csv", utf16);
    assert_eq!(inspect(&path, &options(FileKind::Delimited)).unwrap().sheets[0].rows, [["ä", "1"]]);
}

#[test]
fn headers_are_where_they_are_said_to_be() {
    let folder = Folder::new();
    let path = file(&folder, "a.csv", "A report\n\n of sales\na,b\n1,2\n3,4\n");
    let read = |options: FileOptions| {
        let found = inspect(&path, &options).unwrap();
        let names: Vec<_> = found.sheets[0].columns.iter().map(|column| column.name.clone()).collect();
        format!("{} {}", names.join(","), found.sheets[0].rows.len())
    };
    let delimited = FileOptions { delimiter: Some(','), ..options(FileKind::Delimited) };
    assert_eq!(read(FileOptions { header_row: Some(2), ..delimited.clone() }), "a,b 2");
    assert_eq!(read(FileOptions { skip_rows: 2, ..delimited.clone() }), "a,b 2");
    assert_eq!(read(FileOptions { skip_rows: 3, header_row: None, ..delimited.clone() }), "column_1,column_2 2");
    assert_eq!(
        read(FileOptions { skip_rows: 3, header_row: None, rows_to_read: Some(1), ..delimited }),
        "column_1,column_2 1"
    );
}

/// A workbook with these sheets, each the XML of its rows. Style 1 is a date.
fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: String, text: String| {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let named = sheets.iter().enumerate();
    let entries: String = named
        .clone()
        .map(|(at, (name, _))| format!(r#"<sheet name="{name}" sheetId="{0}" r:id="r{0}"/>"#, at + 1))
        .collect();
    let links: String = named
        .clone()
        .map(|(at, _)| {
            format!(
                r#"<Relationship Id="r{0}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{0}.xml"/>"#,
                at + 1
            )
        })
        .collect();
    part(
        "_rels/.rels".into(),
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
        ),
    );
    part(
        "xl/workbook.xml".into(),
        format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{entries}</sheets></workbook>"#),
    );
    part(
        "xl/_rels/workbook.xml.rels".into(),
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>"#
        ),
    );
    part(
        "xl/styles.xml".into(),
        format!(
            r#"<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#
        ),
    );
    for (at, (_, rows)) in named {
        let sheet = format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#);
        part(format!("xl/worksheets/sheet{}.xml", at + 1), sheet);
    }
    zip.finish().unwrap().into_inner()
}

fn text_cell(place: &str, text: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

#[tokio::test]
async fn sheets_of_a_workbook_are_tables() {
    let folder = Folder::new();
    let sales = format!(
        r#"<row r="2">{}{}{}</row><row r="3"><c r="A3"><v>1</v></c><c r="B3" s="1"><v>46023</v></c><c r="C3"><v>2.5</v></c></row>
           <row r="5"><c r="A5"><v>2</v></c><c r="C5" t="e"><v>#DIV/0!</v></c></row>"#,
        text_cell("A2", "id"),
        text_cell("B2", "day"),
        text_cell("C2", "amount")
    );
    let path = file(
        &folder,
        "book.xlsx",
        workbook(&[
            ("Sales", &sales),
            ("Empty", ""),
            ("Names", &format!(r#"<row r="1">{}</row>"#, text_cell("A1", "name"))),
        ]),
    );
    let found = inspect(&path, &options(FileKind::Excel)).unwrap();
    let names: Vec<_> = found.sheets.iter().filter_map(|sheet| sheet.sheet_name.as_deref()).collect();
    assert_eq!(names, ["Sales", "Names"]);
    assert_eq!(found.sheets[0].rows, [["1", "2026-01-01 00:00:00", "2.5"], ["2", "", "#DIV/0!"]]);
    let plan = |name: &str, type_| ColumnPlan { source: name.into(), name: name.into(), type_ };
    let plans = [plan("id", ColumnType::Integer), plan("day", ColumnType::Date), plan("amount", ColumnType::Number)];
    let to = folder.path().join("made.parquet");
    let written = ingest(&path, &found.options, &plans, BadRows::Empty, None, &to).unwrap();
    let told: Vec<_> =
        written.bad.cells.iter().map(|cell| format!("{} {} {}", cell.row, cell.column, cell.value)).collect();
    assert_eq!(told, ["5 amount #DIV/0!"]);
    let answer = ask(&*folder.source(), "SELECT id, day, amount FROM made").await.unwrap();
    assert_eq!(rows(&answer), "1 | 1767225600000.0 | 2.5\n2 | null | null");
    let other = FileOptions { sheet: Some("Gone".into()), ..options(FileKind::Excel) };
    insta::assert_snapshot!(inspect(&path, &other).unwrap_err().0, @"There is no sheet “Gone”.");
}

#[test]
fn two_cells_far_apart_are_no_large_table() {
    let folder = Folder::new();
    // Its two cells span a table of 17 thousand million.
    let corners =
        format!(r#"<row r="1">{}</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#, text_cell("A1", "a"));
    let path = file(&folder, "corners.xlsx", workbook(&[("s", &corners)]));
    insta::assert_snapshot!(inspect(&path, &options(FileKind::Excel)).unwrap_err().0, @"The sheet has a value in column 16384; a table may have 2000 columns.");
}
