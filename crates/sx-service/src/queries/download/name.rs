//! What a file is called.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use sx_model::Chart;

/// File systems take 255 letters; the time and the extension are among them.
const LONGEST: usize = 150;

/// `Sales_by_country_20240131_134500`: the name that was chosen, else the chart's, else that of its kind, and when it was made.
pub(super) fn stem(
    chosen: Option<&str>,
    form: Option<&Map<String, Value>>,
    chart: Option<&Chart>,
    now: DateTime<Utc>,
) -> String {
    if let Some(name) = chosen.map(without_extension).and_then(plain) {
        return name;
    }
    let of_form = |key: &str| form?.get(key)?.as_str();
    let candidates = [of_form("slice_name"), chart.map(|chart| chart.fields.slice_name.as_str()), of_form("viz_type")];
    let name = candidates.into_iter().flatten().find_map(plain).unwrap_or_else(|| "export".to_owned());
    format!("{name}_{}", now.format("%Y%m%d_%H%M%S"))
}

fn without_extension(name: &str) -> &str {
    let extensions = [".csv", ".xlsx", ".arrows", ".parquet", ".zip"];
    extensions.iter().find_map(|extension| name.strip_suffix(extension)).unwrap_or(name)
}

/// What every file system and every header can hold; `None` when nothing is left.
fn plain(name: &str) -> Option<String> {
    let words = name.split(|letter: char| letter.is_whitespace() || letter == '/' || letter == '\\');
    let words = words.map(|word| word.chars().filter(|letter| is_plain(*letter)).collect::<String>());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    let name: String = words.join("_").trim_matches(['.', '_']).chars().take(LONGEST).collect();
    (!name.is_empty()).then_some(name)
}

fn is_plain(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_plain_and_tell_what_is_inside() {
        let form = |form: Value| form.as_object().cloned();
        let name = |chosen, form: Option<Map<String, Value>>| stem(chosen, form.as_ref(), None, DateTime::UNIX_EPOCH);
        let named = form(json!({ "slice_name": "Sales / by country", "viz_type": "table" }));
        assert_eq!(name(None, named.clone()), "Sales_by_country_19700101_000000");
        assert_eq!(name(Some("mine.csv"), named.clone()), "mine");
        assert_eq!(name(Some("../../etc/passwd"), named.clone()), "etc_passwd");
        assert_eq!(name(Some("\r\n\"; x"), named), "x");
        assert_eq!(name(None, form(json!({ "slice_name": "売上", "viz_type": "table" }))), "table_19700101_000000");
        assert_eq!(name(None, None), "export_19700101_000000");
    }
}
