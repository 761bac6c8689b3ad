//! The example dashboards over public data, in the embedded engine.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use sx_model::{AppError, ErrorKind, Result};

use crate::{
    Caller, ImportOptions, Imported, Service,
    access::Action,
    bundle::{Bundle, read_files},
    import::bundle_error,
};

impl Service {
    /// Copies the data into the home and imports the dashboards over it; what is there already is brought up to date.
    pub async fn load_examples(&self, caller: &Caller) -> Result<Imported> {
        caller.require(Action::LoadExamples)?;
        let (from, to) = (self.config.examples.clone(), self.config.home.join("databases/examples"));
        let bundle = tokio::task::spawn_blocking(move || prepare(&from, &to)).await;
        let bundle = bundle.map_err(|_| AppError::internal())??;
        let options = ImportOptions { overwrite: true, ..ImportOptions::default() };
        self.import(caller, &bundle, &options).await
    }
}

/// The bundles, in the order in which they get their ids.
const BUNDLES: [&str; 3] = ["public_data", "wildlife_strikes", "films"];

fn prepare(from: &Path, to: &Path) -> Result<Bundle> {
    let data = from.join("data");
    copy_files(&data, to).map_err(|error| missing(&data, &error))?;
    let mut all = Bundle::default();
    for name in BUNDLES {
        let root = from.join(name);
        let mut files = BTreeMap::new();
        read_folder(&root, &root, &mut files).map_err(|error| missing(&root, &error))?;
        let bundle = read_files(&files).map_err(bundle_error)?;
        // Each is complete, so that people can look how a bundle is made; their database is the same.
        all.databases = bundle.databases;
        all.datasets.extend(bundle.datasets);
        all.charts.extend(bundle.charts);
        all.dashboards.extend(bundle.dashboards);
    }
    for database in &mut all.databases {
        database.fields.sqlalchemy_uri = format!("duckdb:///{}", to.display());
    }
    Ok(all)
}

/// Written beside and moved into place: a reader never sees half a file.
fn copy_files(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let Some(name) = path.file_name().filter(|_| path.is_file()) else { continue };
        let part = to.join(format!(".{}.part", name.to_string_lossy()));
        fs::copy(&path, &part)?;
        fs::rename(&part, to.join(name))?;
    }
    Ok(())
}

fn read_folder(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path: PathBuf = entry?.path();
        if path.is_dir() {
            read_folder(root, &path, files)?;
        } else if let Ok(below) = path.strip_prefix(root) {
            files.insert(below.to_string_lossy().into_owned(), fs::read(&path)?);
        }
    }
    Ok(())
}

fn missing(path: &Path, error: &io::Error) -> AppError {
    let sentence = format!(
        "The examples cannot be read at {} ({error}). Run `make setup`, or set SEXTANT_EXAMPLES.",
        path.display()
    );
    AppError::new(ErrorKind::Unprocessable, sentence)
}
