//! Superset's export bundles: bytes → assets, or the sentence that says why not; and back. Pure: nothing is stored here.

mod archive;
mod assets;
mod fields;
mod mappings;
mod names;
#[cfg(test)]
mod tests;
mod write;
#[cfg(test)]
mod write_tests;

use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value};
use uuid::Uuid;

pub use assets::{BundleChart, BundleDashboard, BundleDatabase, BundleDataset};
use fields::Fields;
pub(crate) use names::{asset_file, database_slugs};
pub use write::{BundleFile, BundleKind, write_bundle};

/// The one version that exists.
const VERSION: &str = "1.0.0";
/// `metadata.yaml`'s `type`: what was exported. Each brings along what it stands on.
const TYPES: [&str; 5] = ["Dashboard", "Slice", "SqlaTable", "Database", "assets"];

/// What a bundle holds; every reference between datasets and databases, charts and datasets is inside it.
#[derive(Debug, Default, PartialEq)]
pub struct Bundle {
    pub databases: Vec<BundleDatabase>,
    pub datasets: Vec<BundleDataset>,
    pub charts: Vec<BundleChart>,
    pub dashboards: Vec<BundleDashboard>,
}

/// The file and what is wrong with it.
#[derive(Debug, thiserror::Error, PartialEq)]
#[error("{file}: {message}")]
pub struct BundleError {
    pub file: String,
    pub message: String,
}

impl BundleError {
    fn new(file: &str, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), message: message.into() }
    }
}

/// Reads a ZIP of YAML. A broken or hostile archive is refused whole.
pub fn read_bundle(bytes: &[u8]) -> Result<Bundle, BundleError> {
    read_files(&archive::unpack(bytes)?)
}

/// Reads a bundle that lies unpacked: path below its root → content.
pub fn read_files(files: &BTreeMap<String, Vec<u8>>) -> Result<Bundle, BundleError> {
    check_metadata(files)?;
    let mut bundle = Bundle::default();
    for (file, bytes) in files {
        let Some((folder, _)) = file.split_once('/') else { continue };
        let read = || Fields::read(file, yaml(file, bytes)?);
        if !file.ends_with(".yaml") {
            continue;
        }
        match folder {
            "databases" => bundle.databases.push(BundleDatabase::read(read()?)?),
            "datasets" => bundle.datasets.push(BundleDataset::read(read()?)?),
            "charts" => bundle.charts.push(BundleChart::read(read()?)?),
            "dashboards" => bundle.dashboards.push(BundleDashboard::read(read()?)?),
            _ => {}
        }
    }
    check_references(&bundle)?;
    Ok(bundle)
}

fn check_metadata(files: &BTreeMap<String, Vec<u8>>) -> Result<(), BundleError> {
    let file = "metadata.yaml";
    let bytes = files.get(file).ok_or_else(|| BundleError::new(file, "it is missing: this is no export bundle"))?;
    let metadata = yaml(file, bytes)?;
    let text = |key: &str| metadata.get(key).and_then(Value::as_str).unwrap_or_default();
    if text("version") != VERSION {
        return Err(BundleError::new(file, format!("version “{}” is not known, only {VERSION}", text("version"))));
    }
    if TYPES.contains(&text("type")) {
        Ok(())
    } else {
        Err(BundleError::new(file, format!("type “{}” is not known", text("type"))))
    }
}

fn check_references(bundle: &Bundle) -> Result<(), BundleError> {
    let mut seen = HashSet::new();
    let all = (bundle.databases.iter().map(|asset| (&asset.file, asset.uuid)))
        .chain(bundle.datasets.iter().map(|asset| (&asset.file, asset.uuid)))
        .chain(bundle.charts.iter().map(|asset| (&asset.file, asset.uuid)))
        .chain(bundle.dashboards.iter().map(|asset| (&asset.file, asset.uuid)));
    for (file, uuid) in all {
        if !seen.insert(uuid) {
            return Err(BundleError::new(file, format!("another file has the UUID {uuid} too")));
        }
    }
    let databases: HashSet<Uuid> = bundle.databases.iter().map(|database| database.uuid).collect();
    if let Some(lost) = bundle.datasets.iter().find(|dataset| !databases.contains(&dataset.database_uuid)) {
        return Err(BundleError::new(&lost.file, "its database is not in the bundle"));
    }
    let datasets: HashSet<Uuid> = bundle.datasets.iter().map(|dataset| dataset.uuid).collect();
    match bundle.charts.iter().find(|chart| !datasets.contains(&chart.dataset_uuid)) {
        Some(lost) => Err(BundleError::new(&lost.file, "its dataset is not in the bundle")),
        None => Ok(()),
    }
}

/// A mapping; duplicate keys, aliases that multiply and deep nesting are errors.
fn yaml(file: &str, bytes: &[u8]) -> Result<Map<String, Value>, BundleError> {
    let text = std::str::from_utf8(bytes).map_err(|_| BundleError::new(file, "it is not UTF-8"))?;
    let options = serde_saphyr::options! {
        strict_booleans: true,
        // Python reads `012` as ten, and puts quotes around a text that looks so.
        legacy_octal_numbers: true,
        // JSON has no such numbers: they become null.
        non_finite_float_policy: serde_saphyr::NonFiniteFloatPolicy::PassThrough,
        with_snippet: false,
        budget: serde_saphyr::budget! { max_aliases: 0, max_anchors: 0, max_depth: 100, max_nodes: 400_000, max_documents: 1 },
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let line = error.location().map_or(1, |location| location.line());
        let message = error.without_snippet().render_with_formatter(&serde_saphyr::UserMessageFormatter);
        // Our sentence tells the place already.
        let message = message.split(" at line ").next().unwrap_or_default();
        BundleError::new(file, format!("line {line}: {message}"))
    })
}
