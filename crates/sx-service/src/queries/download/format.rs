//! Which file is asked for: the question says so, or the client that cannot read anything else.

use serde::Deserialize;
use sx_connect::egress::FileFormat;
use sx_query::ResultFormat;

/// The file that a query context asks for; `None` is JSON. `accepted` is the first of the formats that the client's `Accept`
/// names. A body that cannot be read asks for nothing: who answers it says what is wrong.
pub fn wanted_format(body: &[u8], accepted: Option<FileFormat>) -> Option<FileFormat> {
    #[derive(Deserialize)]
    struct Glance {
        result_format: Option<ResultFormat>,
    }
    // Most bodies ask for JSON without saying so, or in one word: they are not read twice in full.
    let says = contains(body, b"\"result_format\"");
    let said = says.then(|| serde_json::from_slice::<Glance>(body).ok()).flatten();
    said.and_then(|said| said.result_format).and_then(file_format).or(accepted)
}

/// `None` is JSON.
pub fn file_format(format: ResultFormat) -> Option<FileFormat> {
    match format {
        ResultFormat::Json => None,
        ResultFormat::Csv => Some(FileFormat::Csv),
        ResultFormat::Xlsx => Some(FileFormat::Xlsx),
        ResultFormat::Arrow => Some(FileFormat::Arrow),
        ResultFormat::Parquet => Some(FileFormat::Parquet),
    }
}

fn contains(body: &[u8], word: &[u8]) -> bool {
    body.windows(word.len()).any(|window| window == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_decides_before_the_client() {
        let wanted = |body: &str, accepted| wanted_format(body.as_bytes(), accepted);
        assert_eq!(wanted("{}", None), None);
        assert_eq!(wanted(r#"{"result_format": "json"}"#, None), None);
        assert_eq!(wanted(r#"{"result_format": "xlsx"}"#, Some(FileFormat::Csv)), Some(FileFormat::Xlsx));
        assert_eq!(wanted(r#"{"result_format": "json"}"#, Some(FileFormat::Csv)), Some(FileFormat::Csv));
        assert_eq!(wanted("{}", Some(FileFormat::Arrow)), Some(FileFormat::Arrow));
        assert_eq!(wanted(r#"{"result_format": "pdf"}"#, None), None);
        assert_eq!(wanted(r#"{"queries": [{"result_format": "csv"}]}"#, None), None);
    }
}
