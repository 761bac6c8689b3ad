//! Reading of one tag at a time. This is the dialect that the engine and plotters write, not XML in full; anything else is
//! an error.

use crate::RenderError;

#[derive(Clone, Copy, PartialEq)]
pub(super) enum TagKind {
    Open,
    Close,
    Empty,
}

pub(super) struct Tag<'a> {
    pub(super) kind: TagKind,
    pub(super) name: &'a str,
    pub(super) attributes: Vec<(&'a str, &'a str)>,
    /// In bytes, from `<` to `>`.
    pub(super) length: usize,
}

impl<'a> Tag<'a> {
    /// Reads one tag that begins at the start of `text`.
    pub(super) fn read(text: &'a str) -> Result<Self, RenderError> {
        let broken = || RenderError::Unsafe("a broken tag".to_owned());
        let (is_close, begin) = if text.starts_with("</") { (true, 2) } else { (false, 1) };
        let mut reader = Reader { text, at: begin };
        let name = reader.name();
        let mut attributes = Vec::new();
        loop {
            reader.spaces();
            match reader.peek().ok_or_else(broken)? {
                b'>' => {
                    let kind = if is_close { TagKind::Close } else { TagKind::Open };
                    return Ok(Self { kind, name, attributes, length: reader.at + 1 });
                }
                b'/' if text[reader.at..].starts_with("/>") => {
                    return Ok(Self { kind: TagKind::Empty, name, attributes, length: reader.at + 2 });
                }
                _ => attributes.push(reader.attribute().ok_or_else(broken)?),
            }
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn spaces(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn name(&mut self) -> &'a str {
        let begin = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || b"-_:!?[".contains(&byte)) {
            self.at += 1;
        }
        &self.text[begin..self.at]
    }

    /// `name="value"` or `name` alone; `None` for anything else.
    fn attribute(&mut self) -> Option<(&'a str, &'a str)> {
        let name = self.name();
        if name.is_empty() {
            return None;
        }
        if self.peek() != Some(b'=') {
            return Some((name, ""));
        }
        let value = self.text[self.at..].strip_prefix("=\"")?;
        let end = value.find('"')?;
        self.at += 2 + end + 1;
        Some((name, &value[..end]))
    }
}
