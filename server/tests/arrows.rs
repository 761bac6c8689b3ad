//! Holds what no compiler holds: which crate may depend on which, and that versions and settings that stand in two
//! places agree.

use serde_json::Value;
use std::{collections::BTreeMap, fs, path::Path, process::Command};

/// The crates that may stand behind a crate's name in `[dependencies]`; tests may use more.
struct Rule {
    name: &'static str,
    /// Our own crates.
    ours: &'static [&'static str],
    others: Others,
}

/// Other people's crates.
enum Others {
    /// For the pure crates: a new name here is a decision.
    Only(&'static [&'static str]),
    /// For the rest: what the crate must never know. A trailing `*` stands for any ending.
    Not(&'static [&'static str]),
}

use Others::{Not, Only};

const WEB: &str = "axum leptos* server_fn* tower* hyper* reqwest cookie*";
const DRIVERS: &str = "tokio-postgres* rusqlite adbc_* arrow*";

const RULES: &[Rule] = &[
    Rule { name: "sx-query", ours: &[], others: Only(&["chrono", "schemars", "serde", "serde_json", "thiserror"]) },
    Rule {
        name: "sx-chart",
        ours: &["sx-query"],
        others: Only(&["charming", "chrono", "serde", "serde_json", "thiserror"]),
    },
    Rule {
        name: "sx-model",
        ours: &["sx-chart", "sx-query"],
        others: Only(&["chrono", "schemars", "serde", "serde_json", "thiserror", "uuid"]),
    },
    Rule {
        name: "sx-sql",
        ours: &["sx-query"],
        others: Only(&["chrono", "minijinja", "minijinja-contrib", "serde_json", "sqlparser", "stacker", "thiserror"]),
    },
    Rule { name: "sx-store", ours: &["sx-model"], others: Not(&[WEB, DRIVERS]) },
    Rule { name: "sx-connect", ours: &["sx-query"], others: Not(&[WEB, "sqlx* sea-query*"]) },
    Rule { name: "sx-render", ours: &["sx-chart", "sx-query"], others: Not(&[WEB, DRIVERS, "sqlx* sea-query*"]) },
    Rule {
        name: "sx-service",
        ours: &["sx-chart", "sx-connect", "sx-model", "sx-query", "sx-render", "sx-sql", "sx-store"],
        others: Not(&[WEB, "sqlx* sea-query*"]),
    },
    // `sx-service` is optional: see `the_browser_never_sees_the_service`.
    Rule {
        name: "app",
        ours: &["sx-chart", "sx-model", "sx-query", "sx-service"],
        others: Not(&[DRIVERS, "sqlx* sea-query* rquickjs"]),
    },
    Rule {
        name: "frontend",
        ours: &["app"],
        others: Only(&["console_error_panic_hook", "leptos", "wasm-bindgen", "wasm-bindgen-futures"]),
    },
    Rule {
        name: "server",
        ours: &[
            "app",
            "sx-chart",
            "sx-connect",
            "sx-model",
            "sx-query",
            "sx-render",
            "sx-service",
            "sx-sql",
            "sx-store",
        ],
        others: Not(&[]),
    },
];

#[test]
fn crates_depend_only_along_the_arrows() {
    let packages = packages();
    let mut wrong = Vec::new();
    for (name, dependencies) in &packages {
        let Some(rule) = RULES.iter().find(|rule| rule.name == name) else {
            wrong.push(format!("{name} has no row in server/tests/arrows.rs"));
            continue;
        };
        for dependency in dependencies.iter().filter(|dependency| dependency["kind"].is_null()) {
            let other = dependency["name"].as_str().unwrap();
            let allowed =
                if packages.contains_key(other) { rule.ours.contains(&other) } else { rule.others.allow(other) };
            if !allowed {
                wrong.push(format!("{name} must not depend on {other}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_browser_never_sees_the_service() {
    let optional = packages()["app"].iter().any(|d| d["name"] == "sx-service" && d["optional"] == true);
    assert!(optional, "app may depend on sx-service only as an option of its feature `ssr`");
}

#[test]
fn the_deployed_settings_are_those_of_the_manifest() {
    let heading = "[[workspace.metadata.leptos]]";
    let manifest = section(&read("Cargo.toml"), heading);
    assert!(manifest.len() > 5, "no section {heading} in Cargo.toml");
    assert_eq!(section(&read("Leptos.toml"), heading), manifest);
}

#[test]
fn the_lock_file_has_one_arrow() {
    // Two would mean that the drivers' batches are not our batches.
    assert_eq!(locked("arrow-schema").len(), 1);
}

#[test]
fn setup_installs_the_wasm_bindgen_that_is_locked() {
    let versions = read(".ci/versions");
    let installed = versions.lines().find_map(|line| line.strip_prefix("WASM_BINDGEN=")).unwrap();
    assert_eq!(locked("wasm-bindgen"), [installed], "the program refuses a WASM file of another version");
}

impl Others {
    fn allow(&self, name: &str) -> bool {
        match self {
            Only(list) => list.contains(&name),
            Not(lists) => !lists.iter().flat_map(|list| list.split(' ')).any(|pattern| fits(pattern, name)),
        }
    }
}

fn fits(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == pattern,
    }
}

/// Name → dependencies of every crate of the workspace, as `cargo metadata` says them.
fn packages() -> BTreeMap<String, Vec<Value>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata answers JSON");
    let packages = metadata["packages"].as_array().expect("a list of packages");
    packages
        .iter()
        .map(|package| {
            let name = package["name"].as_str().expect("a name").to_owned();
            (name, package["dependencies"].as_array().expect("a list of dependencies").clone())
        })
        .collect()
}

/// The versions under which a crate stands in Cargo.lock.
fn locked(name: &str) -> Vec<String> {
    let heading = format!("name = \"{name}\"\nversion = \"");
    read("Cargo.lock")
        .split(&heading)
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap_or_default().to_owned())
        .collect()
}

/// The settings below a heading of a TOML file, up to the next heading, without comments.
fn section(text: &str, heading: &str) -> Vec<String> {
    let below = text.lines().skip_while(|line| line.trim() != heading).skip(1);
    let lines = below.take_while(|line| !line.starts_with('[')).map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

fn read(path: &str) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}
