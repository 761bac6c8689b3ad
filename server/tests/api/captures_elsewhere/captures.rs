use std::{
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use crate::harness::workspace;

/// A question that the reference's own front end asked, and the answer.
pub struct Capture {
    /// The file below `captures` without its ending: `featured-charts/area-81`.
    pub name: String,
    pub table: String,
    pub queries: Value,
    pub result: Vec<Value>,
}

/// Those of the Sales dashboard lie in the folder itself, those of another dashboard in a folder of its name.
pub fn captures() -> Vec<Capture> {
    let folder = workspace().join("server/tests/api/captures");
    let (folders, mut files): (Vec<_>, Vec<_>) = entries(&folder).into_iter().partition(|path| path.is_dir());
    files.extend(folders.iter().flat_map(|folder| entries(folder)));
    files.iter().map(|file| read(&folder, file)).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn read(folder: &Path, file: &Path) -> Capture {
    let name = file.strip_prefix(folder).unwrap().to_str().unwrap();
    let bytes = match name.ends_with(".gz") {
        true => Command::new("gzip").arg("-dc").arg(file).output().unwrap().stdout,
        false => std::fs::read(file).unwrap(),
    };
    let mut capture: Value = serde_json::from_slice(&bytes).unwrap();
    Capture {
        name: name.split(".json").next().unwrap().to_owned(),
        table: capture["table"].as_str().unwrap_or("cleaned_sales_data").to_owned(),
        queries: capture["queries"].take(),
        result: serde_json::from_value(capture["result"].take()).unwrap(),
    }
}
