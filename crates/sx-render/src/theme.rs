//! The colours that follow the page's theme. `js/theme.json` is their one list: scripts and this crate read it.

use std::{collections::HashMap, sync::LazyLock};

use serde_json::Value;

/// Whose colours a picture in its own file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    Light,
    Dark,
    /// As the reader's system says, by a media query.
    Auto,
}

/// The rules that give a picture's classes their colours. A page includes them once (`style/` imports the file).
pub fn picture_css() -> &'static str {
    include_str!("../../../js/charts.css")
}

/// The role of a colour that the engine wrote, as `#fe0a01` or `rgb(254,10,1)`.
pub(crate) fn role_of(color: &str) -> Option<&'static str> {
    static BY_SENTINEL: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
        let both_forms =
            |role: &'static Role| [role.sentinel.clone(), as_rgb(&role.sentinel)].map(|text| (text, &*role.name));
        ROLES.iter().flat_map(both_forms).collect()
    });
    // Most colours are the series' own; only these two beginnings can be ours.
    let ours = color.starts_with("#fe") || color.starts_with("#FE") || color.starts_with("rgb(254");
    if ours { BY_SENTINEL.get(&color.to_ascii_lowercase()).copied() } else { None }
}

/// The sentinel of a role, for drawings that are made here.
pub(crate) fn sentinel(name: &str) -> Option<&'static str> {
    ROLES.iter().find(|role| role.name == name).map(|role| role.sentinel.as_str())
}

/// `--chart-text:#…;--chart-axis:#…;…`
pub(crate) fn variables(dark: bool) -> String {
    ROLES.iter().map(|role| format!("--chart-{}:{};", role.name, if dark { &role.dark } else { &role.light })).collect()
}

struct Role {
    name: String,
    sentinel: String,
    light: String,
    dark: String,
}

static ROLES: LazyLock<Vec<Role>> = LazyLock::new(|| {
    let file: Value = serde_json::from_str(include_str!("../../../js/theme.json")).unwrap_or_default();
    let text = |colors: &Value, key: &str| colors[key].as_str().unwrap_or_default().to_owned();
    file.as_object()
        .into_iter()
        .flatten()
        .map(|(name, colors)| Role {
            name: name.clone(),
            sentinel: text(colors, "sentinel"),
            light: text(colors, "light"),
            dark: text(colors, "dark"),
        })
        .collect()
});

fn as_rgb(hex: &str) -> String {
    let part = |at: usize| hex.get(at..at + 2).and_then(|part| u8::from_str_radix(part, 16).ok()).unwrap_or_default();
    format!("rgb({},{},{})", part(1), part(3), part(5))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_its_two_classes_and_its_variable() {
        assert_eq!(ROLES.len(), 8);
        for role in ROLES.iter() {
            for property in ["fill", "stroke"] {
                let rule = format!(".sx-{property}-{0} {{ {property}: var(--chart-{0}); }}", role.name);
                assert!(picture_css().contains(&rule), "{rule}");
            }
            assert!(role.light.starts_with('#') && role.dark.starts_with('#'), "{}", role.name);
        }
    }

    #[test]
    fn both_forms_of_a_sentinel_are_known_and_nothing_else() {
        assert_eq!(role_of("#fe0a01"), Some("text"));
        assert_eq!(role_of("#FE0A08"), Some("accent"));
        assert_eq!(role_of("rgb(254,253,7)"), Some("surface"));
        assert_eq!(role_of("#fe0aff"), None);
        assert_eq!(role_of("#1fa8c9"), None);
    }
}
