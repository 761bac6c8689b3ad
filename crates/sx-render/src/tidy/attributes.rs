//! The attributes of one element: which may stay, and what becomes of them.

use std::fmt::Write as _;

use super::{FONT_FAMILY, FONT_SIZE, escape, ids::Ids};
use crate::{RenderError, theme::role_of};

const ALLOWED: &str = " clip-path clip-rule cx cy d dominant-baseline dx dy fill fill-opacity fill-rule filter flood-color \
    flood-opacity font-family font-size font-style font-weight fx fy gradientTransform gradientUnits height id offset opacity \
    paint-order patternTransform patternUnits points r rx ry stdDeviation stop-color stop-opacity stroke stroke-dasharray \
    stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor transform width x \
    x1 x2 xml:space y y1 y2 ";

/// Elements whose ids are referred to; the id of any other element says nothing.
const REFERRED: &[&str] = &["clipPath", "filter", "linearGradient", "pattern", "radialGradient"];

/// What ECharts writes on a light page for a label outside of its mark.
const OUTSIDE_LABEL: &str = "#333";

#[derive(Default)]
pub(super) struct Attributes<'a> {
    kept: Vec<(&'a str, &'a str)>,
    classes: Vec<String>,
}

impl<'a> Attributes<'a> {
    pub(super) fn read(element: &str, given: &[(&'a str, &'a str)]) -> Result<Self, RenderError> {
        let mut attributes = Self::default();
        for (name, value) in given {
            if *name == "style" {
                declarations(value)
                    .iter()
                    .try_for_each(|(property, value)| attributes.add(element, property, value))?;
            } else {
                attributes.add(element, name, value)?;
            }
        }
        if element == "text" {
            attributes.color_outside_label();
        }
        Ok(attributes)
    }

    /// Whether a mark with these attributes leaves a trace. ECharts writes many that only wait for the mouse.
    pub(super) fn is_seen(&self) -> bool {
        let is = |name, value| self.value(name) == Some(value);
        let has_fill = !(is("fill", "none") || is("fill-opacity", "0"));
        let has_stroke = self.value("stroke").is_some_and(|color| color != "none") || self.has_class("sx-stroke-");
        has_fill || has_stroke && !is("stroke-width", "0")
    }

    pub(super) fn write(&self, out: &mut String, ids: &mut Ids) -> Result<(), RenderError> {
        for (name, value) in &self.kept {
            _ = write!(out, " {name}=\"");
            if *name == "id" {
                ids.write(out, value);
            } else if value.contains("url(") {
                let id = value.strip_prefix("url(#").and_then(|id| id.strip_suffix(')'));
                out.push_str("url(#");
                ids.write(out, id.ok_or_else(|| RenderError::Unsafe(format!("{name} with an address")))?);
                out.push(')');
            } else {
                escape(out, value);
            }
            out.push('"');
        }
        if !self.classes.is_empty() {
            _ = write!(out, " class=\"{}\"", self.classes.join(" "));
        }
        Ok(())
    }

    fn add(&mut self, element: &str, name: &'a str, value: &'a str) -> Result<(), RenderError> {
        if is_dropped(element, name, value) {
            return Ok(());
        }
        let is_allowed = !name.contains(' ') && ALLOWED.contains(&format!(" {name} "));
        match (is_allowed, name, role_of(value)) {
            (false, ..) => {
                return Err(RenderError::Unsafe(format!("{element} {}", name.chars().take(40).collect::<String>())));
            }
            (_, "fill" | "stroke", Some(role)) => self.classes.push(format!("sx-{name}-{role}")),
            _ => self.kept.push((name, value)),
        }
        Ok(())
    }

    /// ECharts chooses such a label's colour for a light page, without asking the theme. Its halo has the page's colour.
    fn color_outside_label(&mut self) {
        if self.value("fill") == Some(OUTSIDE_LABEL) && self.has_class("sx-stroke-surface") {
            self.kept.retain(|(name, _)| *name != "fill");
            self.classes.push("sx-fill-strong".to_owned());
        }
    }

    fn value(&self, name: &str) -> Option<&'a str> {
        self.kept.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }

    fn has_class(&self, begin: &str) -> bool {
        self.classes.iter().any(|class| class.starts_with(begin))
    }
}

fn is_dropped(element: &str, name: &str, value: &str) -> bool {
    match name {
        "id" => !REFERRED.contains(&element),
        // The root has these two.
        "font-family" => value == FONT_FAMILY,
        "font-size" => value == FONT_SIZE,
        // The cursor and classes are the page's affair.
        "pointer-events" | "class" => true,
        // `ecmeta_` is for scripts that read ECharts' own SVG. For numbers that are none a browser prints an error; without
        // them it draws nothing.
        _ => name.starts_with("ecmeta_") || value.contains("NaN") || value.contains("Infinity"),
    }
}

/// The declarations of a `style` attribute as ECharts writes it; `font: bold 12px Inter` becomes three.
fn declarations(style: &str) -> Vec<(&str, &str)> {
    let pairs = style.split(';').filter_map(|one| one.split_once(':'));
    pairs.flat_map(|(property, value)| declaration(property.trim(), value.trim())).collect()
}

fn declaration<'a>(property: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    if property != "font" {
        return vec![(property, value)];
    }
    let mut found = Vec::new();
    let mut rest = value;
    while let Some((word, after)) = rest.split_once(' ') {
        rest = after;
        match word {
            "normal" => {}
            "italic" | "oblique" => found.push(("font-style", word)),
            size if size.ends_with("px") => {
                found.extend([("font-size", size), ("font-family", rest)]);
                return found;
            }
            weight => found.push(("font-weight", weight)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_font_in_one_word_becomes_its_parts() {
        assert_eq!(
            declarations("font: italic bold 14px Inter, sans-serif"),
            [
                ("font-style", "italic"),
                ("font-weight", "bold"),
                ("font-size", "14px"),
                ("font-family", "Inter, sans-serif")
            ]
        );
        assert_eq!(declarations("font-size:9px;"), [("font-size", "9px")]);
    }
}
