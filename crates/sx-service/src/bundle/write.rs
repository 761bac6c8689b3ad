//! Assets → bytes: a ZIP of YAML as the reference writes and reads it. The inverse of `read_bundle`.

use std::io::{Cursor, Write as _};

use chrono::{DateTime, Datelike as _, SecondsFormat, Timelike as _, Utc};
use serde_json::{Map, Value, json};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{Bundle, BundleError, VERSION, mappings};

/// What was asked for; what it stands on comes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BundleKind {
    Dashboard,
    Chart,
    Dataset,
    Database,
}

/// An archive and the name to save it under: `dashboard_export_20261120T061615.zip`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleFile {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Each asset is written to its `file`, so these must differ. The same assets at the same moment make the same bytes.
pub fn write_bundle(bundle: &Bundle, kind: BundleKind, now: DateTime<Utc>) -> Result<BundleFile, BundleError> {
    let root = format!("{}_export_{}", kind.noun(), now.format("%Y%m%dT%H%M%S"));
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip_time(now))
        .unix_permissions(0o644);
    for (file, mapping) in files(bundle, kind, now)? {
        let refused = |error: String| BundleError::new(&file, format!("it cannot be written: {error}"));
        let text = yaml(&mapping).map_err(&refused)?;
        archive.start_file(format!("{root}/{file}"), options).map_err(|error| refused(error.to_string()))?;
        archive.write_all(text.as_bytes()).map_err(|error| refused(error.to_string()))?;
    }
    let finished = archive.finish().map_err(|error| BundleError::new("archive", error.to_string()))?;
    Ok(BundleFile { name: format!("{root}.zip"), bytes: finished.into_inner() })
}

impl BundleKind {
    fn noun(self) -> &'static str {
        match self {
            Self::Dashboard => "dashboard",
            Self::Chart => "chart",
            Self::Dataset => "dataset",
            Self::Database => "database",
        }
    }

    /// The reference's `type`.
    fn type_name(self) -> &'static str {
        match self {
            Self::Dashboard => "Dashboard",
            Self::Chart => "Slice",
            Self::Dataset => "SqlaTable",
            Self::Database => "Database",
        }
    }
}

type File = (String, Map<String, Value>);

fn files(bundle: &Bundle, kind: BundleKind, now: DateTime<Utc>) -> Result<Vec<File>, BundleError> {
    let metadata = json!({
        "version": VERSION,
        "type": kind.type_name(),
        "timestamp": now.to_rfc3339_opts(SecondsFormat::Micros, false),
    });
    let mut files = vec![("metadata.yaml".to_owned(), metadata.as_object().cloned().unwrap_or_default())];
    for dashboard in &bundle.dashboards {
        files.push((dashboard.file.clone(), mappings::dashboard(dashboard)?));
    }
    for chart in &bundle.charts {
        files.push((chart.file.clone(), mappings::chart(chart)?));
    }
    files.extend(bundle.datasets.iter().map(|dataset| (dataset.file.clone(), mappings::dataset(dataset))));
    files.extend(bundle.databases.iter().map(|database| (database.file.clone(), mappings::database(database))));
    Ok(files)
}

/// Texts that look like something else to YAML 1.1, which Python reads, are quoted; those of several lines are one line with
/// escapes, because a block would lose what it cannot show.
fn yaml(mapping: &Map<String, Value>) -> Result<String, String> {
    let options = serde_saphyr::ser_options! { prefer_block_scalars: false };
    serde_saphyr::to_string_with_options(mapping, options).map_err(|error| error.to_string())
}

/// ZIP knows the years 1980 to 2107; outside them there is no time.
fn zip_time(now: DateTime<Utc>) -> zip::DateTime {
    let part = |number: u32| u8::try_from(number).unwrap_or_default();
    let (date, time) = (now.date_naive(), now.time());
    let made = zip::DateTime::from_date_and_time(
        u16::try_from(date.year()).unwrap_or_default(),
        part(date.month()),
        part(date.day()),
        part(time.hour()),
        part(time.minute()),
        part(time.second()),
    );
    made.unwrap_or_default()
}
