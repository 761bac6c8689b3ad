use serde::{Deserialize, Serialize};

use crate::url_text;

/// What the log is asked for; it lives in the URL. Empty texts ask for all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Part of a user name.
    pub search: String,
    pub action: String,
    /// `dashboard`, `user` …
    pub kind: String,
    /// The first day, as `2026-11-20`, in UTC.
    pub from: String,
    /// The last day, itself included.
    pub until: String,
    /// From 0; from 1 in the URL.
    pub page: u64,
}

impl Asked {
    /// From the values of the URL's query, by name.
    pub fn read(value: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name: &str| value(name).unwrap_or_default().trim().to_owned();
        let page: u64 = text("page").parse().unwrap_or(1);
        Self {
            search: text("search"),
            action: text("action"),
            kind: text("kind"),
            from: text("from"),
            until: text("until"),
            page: page.saturating_sub(1),
        }
    }

    pub fn href(&self) -> String {
        let page = if self.page > 0 { (self.page + 1).to_string() } else { String::new() };
        let pairs = [
            ("search", &self.search),
            ("action", &self.action),
            ("kind", &self.kind),
            ("from", &self.from),
            ("until", &self.until),
            ("page", &page),
        ];
        let given = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        format!("/log{}", url_text::query(given.map(|(name, value)| (name, value.as_str()))))
    }

    pub fn is_everything(&self) -> bool {
        *self == Self { page: self.page, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::Asked;

    #[test]
    fn an_address_says_what_is_asked() {
        let asked =
            Asked { search: "ann".into(), kind: "user".into(), from: "2026-11-20".into(), page: 2, ..Asked::default() };
        assert_eq!(asked.href(), "/log?search=ann&kind=user&from=2026-11-20&page=3");
        let read = Asked::read(|name| match name {
            "search" => Some(" ann ".into()),
            "kind" => Some("user".into()),
            "from" => Some("2026-11-20".into()),
            "page" => Some("3".into()),
            _ => None,
        });
        assert_eq!(read, asked);
        assert!(Asked::read(|_| None).is_everything() && !asked.is_everything());
    }
}
