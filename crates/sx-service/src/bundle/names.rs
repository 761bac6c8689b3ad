//! How files in a bundle are called. Readers go by UUID; the names are for people.

use std::collections::{BTreeMap, HashSet};

use sx_model::DatabaseId;

/// Unpacked, a name must fit the 255 bytes of a file system, with its id and ending.
const LONGEST: usize = 200;

/// `charts/Items_Sold_7.yaml`: the name as the reference writes it, and the id, which makes it the only one.
pub fn asset_file(folder: &str, name: &str, id: i64) -> String {
    match slug(name).as_str() {
        "" => format!("{folder}/{id}.yaml"),
        slug => format!("{folder}/{slug}_{id}.yaml"),
    }
}

/// Databases are files and folders without an id, because passwords are given by these names: `databases/examples.yaml`,
/// `datasets/examples/`. Those that would be alike, whatever their case, get their id after all.
pub fn database_slugs<'a>(databases: impl IntoIterator<Item = (DatabaseId, &'a str)>) -> BTreeMap<DatabaseId, String> {
    let names: BTreeMap<DatabaseId, &str> = databases.into_iter().collect();
    let mut taken = HashSet::new();
    let unique = names.into_iter().map(|(id, name)| {
        let mut slug = slug(name);
        while slug.is_empty() || !taken.insert(slug.to_lowercase()) {
            slug = if slug.is_empty() { id.to_string() } else { format!("{slug}_{id}") };
        }
        (id, slug)
    });
    unique.collect()
}

/// ASCII letters, digits, `_`, `.` and `-`; spaces become `_`, everything else goes.
fn slug(name: &str) -> String {
    let ascii: String = name.chars().map(|one| if one == '/' { ' ' } else { one }).filter(char::is_ascii).collect();
    let joined = ascii.split_whitespace().collect::<Vec<_>>().join("_");
    let kept: String =
        joined.chars().filter(|one| one.is_ascii_alphanumeric() || matches!(one, '_' | '.' | '-')).collect();
    let trimmed = kept.trim_matches(['.', '_']);
    trimmed[..trimmed.len().min(LONGEST)].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_as_the_reference_writes_them() {
        for (name, expected) in [
            ("Items Sold", "charts/Items_Sold_7.yaml"),
            (
                "% of Games That Hit 100k in Sales By Release Year",
                "charts/of_Games_That_Hit_100k_in_Sales_By_Release_Year_7.yaml",
            ),
            ("Top 10 Games: Proportion of Sales", "charts/Top_10_Games_Proportion_of_Sales_7.yaml"),
            ("../../etc/passwd", "charts/etc_passwd_7.yaml"),
            ("a\\b:c\u{0}", "charts/abc_7.yaml"),
            ("売上", "charts/7.yaml"),
            ("..", "charts/7.yaml"),
            ("", "charts/7.yaml"),
        ] {
            assert_eq!(asset_file("charts", name, 7), expected, "{name:?}");
        }
        assert_eq!(asset_file("charts", &"x".repeat(1000), 7).len(), "charts/".len() + 200 + "_7.yaml".len());
    }

    #[test]
    fn databases_never_share_a_name() {
        let names = [(3, "My DB"), (1, "examples"), (2, "my_db"), (4, "my_db_3"), (5, "売上"), (6, "5")];
        let slugs = database_slugs(names.map(|(id, name)| (DatabaseId(id), name)));
        let slugs: Vec<&str> = slugs.values().map(String::as_str).collect();
        assert_eq!(slugs, ["examples", "my_db", "My_DB_3", "my_db_3_4", "5", "5_6"]);
    }
}
