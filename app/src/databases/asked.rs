use crate::url_text;

/// What the list is asked for, as the URL says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
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
        format!("/databases{}", url_text::query(search.into_iter().chain(page.as_deref().map(|page| ("page", page)))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_is_asked() {
        assert_eq!(Asked { search: "a b".into(), page: 1 }.href(), "/databases?search=a%20b&page=2");
        assert_eq!(Asked::read(Some(" x "), Some("0")), Asked { search: "x".into(), page: 0 });
        assert_eq!(Asked::default().href(), "/databases");
    }
}
