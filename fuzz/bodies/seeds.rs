//! The texts that fuzzing starts from, and those that it found: each is a case of the property tests.

use std::{fs, path::Path};

/// All of a target, in the order of their names.
pub fn of(target: &str) -> Vec<String> {
    let mut folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|at| at.join("fuzz/seeds").join(target));
    let folder = folders.find(|at| at.is_dir()).expect("a folder of seeds");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| fs::read_to_string(file).unwrap()).collect()
}
