//! From the text that ECharts writes to an SVG that may stand in a page.
//!
//! ECharts does not escape attribute values, and colours, fonts and names come from users. So its text is read tag by tag
//! and written anew: only known elements and attributes, each value escaped. On the way, colours of the theme become classes,
//! `style` becomes attributes (a strict content security policy refuses it), marks that nobody sees are left out, and ids are
//! renumbered.

mod attributes;
mod ids;
mod tag;

use std::fmt::Write as _;

use self::{
    attributes::Attributes,
    ids::Ids,
    tag::{Tag, TagKind},
};
use crate::RenderError;

/// What is around the marks.
pub(crate) struct Frame {
    pub(crate) width: u32,
    pub(crate) height: u32,
    label: String,
    id_prefix: String,
}

impl Frame {
    pub(crate) fn new(width: u32, height: u32, label: &str, id_prefix: &str) -> Self {
        let id_prefix = id_prefix.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect();
        Self { width, height, label: label.to_owned(), id_prefix }
    }
}

/// Elements that paint and hold nothing.
const MARKS: &[&str] = &["circle", "ellipse", "line", "path", "polygon", "polyline", "rect"];
const OTHERS: &[&str] = &[
    "clipPath",
    "defs",
    "feDropShadow",
    "filter",
    "g",
    "linearGradient",
    "pattern",
    "radialGradient",
    "stop",
    "text",
    "tspan",
];

/// Text that names no font has this one.
const FONT_FAMILY: &str = "Inter, sans-serif";
const FONT_SIZE: &str = "12px";

pub(crate) fn tidy(raw: &str, frame: &Frame) -> Result<String, RenderError> {
    let ids = Ids::new(&frame.id_prefix);
    let mut writer = Writer { out: String::with_capacity(raw.len()), ids, open: Vec::new() };
    let mut rest = raw;
    while let Some(at) = rest.find('<') {
        writer.text(&rest[..at]);
        let tag = Tag::read(&rest[at..])?;
        rest = &rest[at + tag.length..];
        writer.tag(&tag, frame)?;
    }
    writer.finish()
}

struct Writer<'a> {
    out: String,
    ids: Ids,
    open: Vec<Open<'a>>,
}

struct Open<'a> {
    name: &'a str,
    is_written: bool,
}

impl<'a> Writer<'a> {
    fn tag(&mut self, tag: &Tag<'a>, frame: &Frame) -> Result<(), RenderError> {
        match tag.kind {
            TagKind::Close => self.close(tag.name),
            TagKind::Open if self.out.is_empty() && tag.name == "svg" => {
                self.root(frame);
                Ok(())
            }
            TagKind::Open => self.element(tag),
            TagKind::Empty => self.element(tag).and_then(|()| self.close(tag.name)),
        }
    }

    fn root(&mut self, frame: &Frame) {
        let Frame { width, height, label, .. } = frame;
        _ = write!(
            self.out,
            "<svg class=\"chart-picture\" viewBox=\"0 0 {width} {height}\" width=\"100%\" height=\"100%\" \
             preserveAspectRatio=\"xMidYMid meet\" role=\"img\" aria-label=\""
        );
        escape(&mut self.out, label);
        _ = write!(self.out, "\" font-family=\"{FONT_FAMILY}\" font-size=\"{FONT_SIZE}\">");
        self.open.push(Open { name: "svg", is_written: true });
    }

    fn element(&mut self, tag: &Tag<'a>) -> Result<(), RenderError> {
        let is_mark = MARKS.contains(&tag.name);
        if self.open.is_empty() || !is_mark && !OTHERS.contains(&tag.name) {
            return Err(refused(tag.name));
        }
        let attributes = Attributes::read(tag.name, &tag.attributes)?;
        let is_written = !is_mark || attributes.is_seen();
        if is_written {
            _ = write!(self.out, "<{}", tag.name);
            attributes.write(&mut self.out, &mut self.ids)?;
            self.out.push('>');
        }
        self.open.push(Open { name: tag.name, is_written });
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), RenderError> {
        let open = self.open.pop().filter(|open| open.name == name).ok_or_else(|| refused(name))?;
        if !open.is_written {
            return Ok(());
        }
        if MARKS.contains(&name) || name == "stop" {
            // They hold nothing, so `>` is the end of their own beginning.
            self.out.pop();
            self.out.push_str("/>");
        } else {
            _ = write!(self.out, "</{name}>");
        }
        Ok(())
    }

    /// The engine has escaped it, but for control characters, which no SVG file may hold.
    fn text(&mut self, text: &str) {
        if self.open.last().is_some_and(|open| matches!(open.name, "text" | "tspan")) {
            self.out.extend(text.chars().filter(|letter| !letter.is_control()));
        }
    }

    fn finish(self) -> Result<String, RenderError> {
        if self.open.is_empty() && !self.out.is_empty() { Ok(self.out) } else { Err(refused("svg")) }
    }
}

fn refused(name: &str) -> RenderError {
    RenderError::Unsafe(name.chars().take(40).collect())
}

/// Escapes for an attribute, in HTML and XML alike.
fn escape(out: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;

    fn inner(raw: &str) -> Result<String, RenderError> {
        let whole = tidy(&format!("<svg width=\"9\">{raw}</svg>"), &Frame::new(9, 9, "a \"b\"", "p"))?;
        Ok(whole.split_once('>').map(|(_, rest)| rest.trim_end_matches("</svg>").to_owned()).unwrap_or_default())
    }

    #[test]
    fn the_root_is_ours() {
        let svg = tidy("<svg width=\"9\" onload=\"alert(1)\"></svg>", &Frame::new(30, 20, "a \"b\" <c>", "p")).unwrap();
        assert_snapshot!(svg, @r#"<svg class="chart-picture" viewBox="0 0 30 20" width="100%" height="100%" preserveAspectRatio="xMidYMid meet" role="img" aria-label="a &quot;b&quot; &lt;c&gt;" font-family="Inter, sans-serif" font-size="12px"></svg>"#);
    }

    #[test]
    fn theme_colors_become_classes_and_styles_become_attributes() {
        let raw = "<path d=\"M0 0\" fill=\"#fe0a01\" stroke=\"rgb(254,10,5)\"></path>\
                   <text style=\"font-size:12px;font-family:Inter, sans-serif;font-weight:bold;\" fill=\"#333\" stroke=\"rgb(254,253,7)\">a</text>";
        assert_snapshot!(inner(raw).unwrap(), @r#"<path d="M0 0" class="sx-fill-text sx-stroke-axis"/><text font-weight="bold" class="sx-stroke-surface sx-fill-strong">a</text>"#);
    }

    #[test]
    fn ids_count_from_zero_in_order_and_follow_their_references() {
        let raw = "<g clip-path=\"url(#zr7-c3)\"></g><rect id=\"0\"></rect><clipPath id=\"zr7-c4\"></clipPath><clipPath id=\"zr7-c3\"></clipPath>";
        assert_snapshot!(inner(raw).unwrap(), @r#"<g clip-path="url(#p-0)"></g><rect/><clipPath id="p-1"></clipPath><clipPath id="p-0"></clipPath>"#);
    }

    #[test]
    fn what_nobody_sees_and_what_is_no_number_is_left_out() {
        let raw = "<path d=\"M1 1\" fill=\"none\"></path><path d=\"M2 2\" fill=\"red\" fill-opacity=\"0\" stroke=\"red\" stroke-width=\"0\"></path>\
                   <path d=\"MNaN 3\" fill=\"red\"></path><path d=\"M4 4\" fill=\"none\" stroke=\"red\"></path>";
        assert_snapshot!(inner(raw).unwrap(), @r#"<path fill="red"/><path d="M4 4" fill="none" stroke="red"/>"#);
    }

    #[test]
    fn nothing_gets_in_through_an_unescaped_value() {
        for raw in [
            "<path fill=\"red\" onload=\"alert(1)\"></path>",
            "<script>alert(1)</script>",
            "<path fill=\"\"><script>alert(1)</script></path>",
            "<image href=\"data:x\"></image>",
            "<a href=\"javascript:alert(1)\"></a>",
            "<path fill=\"url(//elsewhere/x)\"></path>",
            "<path style=\"background:url(//elsewhere/x)\"></path>",
            "<path fill='red'></path>",
            "<foreignObject></foreignObject>",
            "<!--",
            "<text>",
            "</svg><svg>",
        ] {
            assert!(matches!(inner(raw), Err(RenderError::Unsafe(_))), "{raw}");
        }
        assert_eq!(inner("<text fill=\"a<b&c\">x\u{1}y</text>").unwrap(), "<text fill=\"a&lt;b&amp;c\">xy</text>");
    }
}
