//! What a workbook is made of beside its rows.

use std::fmt::Write as _;

/// The place of a style in [`STYLES`].
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Style {
    Plain = 0,
    Head = 1,
    Day = 2,
    Moment = 3,
}

pub(super) const STYLES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#,
    r#"<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/>"#,
    r#"<numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/></numFmts>"#,
    r#"<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>"#,
    r#"<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>"#,
    r#"<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>"#,
    r#"<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"#,
    r#"<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>"#,
    r#"<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>"#,
    r#"<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>"#,
    r#"<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>"#,
    r#"<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>"#,
    r#"<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"#,
);

pub(super) const RELATIONS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" "#,
    r#"Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" "#,
    r#"Target="xl/workbook.xml"/></Relationships>"#,
);

pub(super) const SHEET_END: &[u8] = b"</sheetData></worksheet>";

/// The names stay in sight while the rows are scrolled.
pub(super) fn sheet_start(wide: &[usize], out: &mut Vec<u8>) {
    let mut text = concat!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#,
        r#"<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" "#,
        r#"state="frozen"/></sheetView></sheetViews>"#,
    )
    .to_owned();
    if !wide.is_empty() {
        text.push_str("<cols>");
        for position in wide {
            let number = position + 1;
            // Writing to memory does not fail, here and below.
            let _ = write!(text, r#"<col min="{number}" max="{number}" width="20" customWidth="1"/>"#);
        }
        text.push_str("</cols>");
    }
    text.push_str("<sheetData>");
    out.extend_from_slice(text.as_bytes());
}

pub(super) fn workbook(sheets: usize) -> String {
    let mut text = concat!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" "#,
        r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>"#,
    )
    .to_owned();
    for sheet in 1..=sheets {
        let _ = write!(text, r#"<sheet name="Sheet{sheet}" sheetId="{sheet}" r:id="rId{sheet}"/>"#);
    }
    text + "</sheets></workbook>"
}

pub(super) fn workbook_relations(sheets: usize) -> String {
    const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut text = concat!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    )
    .to_owned();
    for sheet in 1..=sheets {
        let target = format!("worksheets/sheet{sheet}.xml");
        let _ = write!(text, r#"<Relationship Id="rId{sheet}" Type="{TYPES}/worksheet" Target="{target}"/>"#);
    }
    let last = sheets + 1;
    let _ = write!(text, r#"<Relationship Id="rId{last}" Type="{TYPES}/styles" Target="styles.xml"/>"#);
    text + "</Relationships>"
}

pub(super) fn content_types(sheets: usize) -> String {
    const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let mut text = concat!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#,
        r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
        r#"<Default Extension="xml" ContentType="application/xml"/>"#,
    )
    .to_owned();
    let mut add = |part: &str, kind: &str| {
        let _ = write!(text, r#"<Override PartName="/xl/{part}.xml" ContentType="{TYPE}.{kind}+xml"/>"#);
    };
    add("workbook", "sheet.main");
    add("styles", "styles");
    for sheet in 1..=sheets {
        add(&format!("worksheets/sheet{sheet}"), "worksheet");
    }
    text + "</Types>"
}
