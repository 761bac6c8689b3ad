//! Colours: palettes by their stored names, and one colour for one label wherever it appears.

mod categorical;
mod sequential;

use std::collections::HashMap;

use crate::{FormData, Look, form};

pub use categorical::{CATEGORICAL, DEFAULT_PALETTE};
pub use sequential::{DEFAULT_SEQUENTIAL, SEQUENTIAL};

/// A named list of colours: `(stored name, name for people, colours)`.
pub type Palette = (&'static str, &'static str, &'static [&'static str]);

/// The palette of that name, or our own.
pub fn categorical(name: &str) -> &'static [&'static str] {
    find(CATEGORICAL, name).unwrap_or(DEFAULT_PALETTE)
}

/// The colour scheme of that name from low to high, or our own.
pub fn sequential(name: &str) -> &'static [&'static str] {
    find(SEQUENTIAL, name).unwrap_or(DEFAULT_SEQUENTIAL)
}

/// Gives labels their colours: what the dashboard fixed, then what the chart fixed, then the palette in order of arrival.
pub(crate) struct Colors<'a> {
    form: &'a FormData,
    look: &'a Look,
    palette: &'static [&'static str],
    given: HashMap<String, String>,
    next: usize,
}

impl<'a> Colors<'a> {
    pub fn new(form: &'a FormData, look: &'a Look) -> Self {
        let name = form::text(form, "color_scheme").or(look.color_scheme.as_deref()).unwrap_or_default();
        Self { form, look, palette: categorical(name), given: HashMap::new(), next: 0 }
    }

    pub fn of(&mut self, label: &str) -> String {
        if let Some(color) = self.given.get(label) {
            return color.clone();
        }
        let color = self.fixed(label).unwrap_or_else(|| self.take()).to_owned();
        self.given.insert(label.to_owned(), color.clone());
        color
    }

    fn fixed(&self, label: &str) -> Option<&'a str> {
        let of_chart = || self.form.get("label_colors")?.as_object().and_then(|colors| form::text(colors, label));
        form::text(&self.look.label_colors, label).or_else(of_chart)
    }

    fn take(&mut self) -> &'static str {
        let color = self.palette[self.next % self.palette.len()];
        self.next += 1;
        color
    }
}

fn find(palettes: &'static [Palette], name: &str) -> Option<&'static [&'static str]> {
    palettes.iter().find(|(id, ..)| *id == name).map(|(.., colors)| *colors)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn map(value: serde_json::Value) -> FormData {
        value.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn dashboard_wins_over_chart_over_palette() {
        let form = map(json!({"color_scheme": "supersetColors", "label_colors": {"a": "#111111", "b": "#222222"}}));
        let label_colors = map(json!({"a": "#333333"}));
        let look = Look { label_colors, color_scheme: Some("d3Category10".into()), ..Look::default() };
        let mut colors = Colors::new(&form, &look);
        let given: Vec<_> = ["c", "a", "b", "d", "c"].into_iter().map(|label| colors.of(label)).collect();
        assert_eq!(given, ["#1FA8C9", "#333333", "#222222", "#454E7C", "#1FA8C9"]);
    }

    #[test]
    fn the_dashboards_palette_serves_charts_that_name_none() {
        let (form, look) = (FormData::new(), Look { color_scheme: Some("d3Category10".into()), ..Look::default() });
        assert_eq!(Colors::new(&form, &look).of("x"), "#1f77b4");
        assert_eq!(Colors::new(&form, &Look::default()).of("x"), DEFAULT_PALETTE[0]);
    }

    /// Marks must stand out (3:1) from white and from the dark theme's surface.
    #[test]
    fn the_default_palette_is_seen_on_both_themes() {
        let contrast = |a: f64, b: f64| (a.max(b) + 0.05) / (a.min(b) + 0.05);
        let (white, dark) = (luminance("#ffffff"), luminance("#1b1f27"));
        for color in DEFAULT_PALETTE {
            let own = luminance(color);
            assert!(contrast(own, white) >= 3.0, "{color} on white: {}", contrast(own, white));
            assert!(contrast(own, dark) >= 3.0, "{color} on dark: {}", contrast(own, dark));
        }
    }

    fn luminance(hex: &str) -> f64 {
        let channel = |at: usize| {
            let part = u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
            let part = f64::from(part) / 255.0;
            if part <= 0.03928 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }
}
