use serde::{Deserialize, Serialize};

use crate::url_text;

/// What the list is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Part of a title; empty asks for all.
    pub search: String,
    /// From 0; from 1 in the URL.
    pub page: u64,
}

impl Asked {
    /// From the values of `?search=` and `?page=`.
    pub fn read(search: Option<&str>, page: Option<&str>) -> Self {
        let page: u64 = page.and_then(|page| page.parse().ok()).unwrap_or(1);
        Self { search: search.unwrap_or_default().trim().to_owned(), page: page.saturating_sub(1) }
    }

    /// The address of this view of the list.
    pub fn href(&self) -> String {
        let page = (self.page > 0).then(|| (self.page + 1).to_string());
        let search = Some(self.search.as_str()).filter(|search| !search.is_empty()).map(|search| ("search", search));
        let page = page.as_deref().map(|page| ("page", page));
        format!("/dashboards{}", url_text::query(search.into_iter().chain(page)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_is_asked() {
        let asked = Asked { search: "sales & more".into(), page: 2 };
        assert_eq!(asked.href(), "/dashboards?search=sales%20%26%20more&page=3");
        assert_eq!(Asked::default().href(), "/dashboards");
    }

    #[test]
    fn reads_what_a_person_may_have_typed() {
        assert_eq!(Asked::read(Some(" sales "), Some("3")), Asked { search: "sales".into(), page: 2 });
        assert_eq!(Asked::read(None, Some("0")).page, 0);
        assert_eq!(Asked::read(None, Some("-1")).page, 0);
    }
}
