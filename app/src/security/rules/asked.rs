use serde::{Deserialize, Serialize};

use crate::url_text;

/// What the list is asked for; it lives in the URL.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Part of a rule's name; empty asks for all.
    pub search: String,
    /// From 0; from 1 in the URL.
    pub page: u64,
}

impl Asked {
    pub fn read(search: Option<&str>, page: Option<&str>) -> Self {
        let page: u64 = page.and_then(|page| page.parse().ok()).unwrap_or(1);
        Self { search: search.unwrap_or_default().trim().to_owned(), page: page.saturating_sub(1) }
    }

    pub fn href(&self) -> String {
        let page = (self.page > 0).then(|| (self.page + 1).to_string());
        let search = Some(self.search.as_str()).filter(|search| !search.is_empty()).map(|search| ("search", search));
        let page = page.as_deref().map(|page| ("page", page));
        format!("/rules{}", url_text::query(search.into_iter().chain(page)))
    }
}

#[cfg(test)]
mod tests {
    use super::Asked;

    #[test]
    fn an_address_says_what_is_asked() {
        let asked = Asked { search: "north".into(), page: 1 };
        assert_eq!(asked.href(), "/rules?search=north&page=2");
        assert_eq!(Asked::read(Some(" north "), Some("2")), asked);
        assert_eq!(Asked::read(None, Some("x")).href(), "/rules");
    }
}
