//! The lists beside the test.

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    pub capture: String,
    /// All that differs, in the words of the comparison.
    pub differs: Vec<String>,
    #[expect(dead_code, reason = "it has to be there, for whoever reads the list")]
    why: String,
    /// A statement and its answer on this database …
    pub here: Shown,
    /// … and on Postgres.
    pub on_postgres: Shown,
    /// Asked in other words, the question gets the captured answer here too.
    #[serde(default)]
    right_when: Option<Words>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    pub sql: String,
    /// A line for each row, ` | ` between the values.
    pub prints: String,
}

/// Parts of the question's JSON.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    instead_of: String,
    it_says: String,
}

pub fn read(list: &str) -> Vec<Difference> {
    let listed: Option<Vec<Difference>> = serde_saphyr::from_str(list).unwrap();
    let listed = listed.unwrap_or_default();
    for (at, entry) in listed.iter().enumerate() {
        let is_second = listed[..at].iter().any(|other| other.capture == entry.capture);
        assert!(!is_second && !entry.differs.is_empty(), "{} is listed twice, or for nothing", entry.capture);
    }
    listed
}

impl Difference {
    pub fn asked_otherwise(&self, queries: &Value) -> Option<Value> {
        let Words { instead_of, it_says } = self.right_when.as_ref()?;
        let text = queries.to_string();
        assert!(text.contains(instead_of), "{}: the question does not say {instead_of}", self.capture);
        Some(serde_json::from_str(&text.replace(instead_of, it_says)).unwrap())
    }
}
