use leptos_router::params::ParamsMap;
use serde::{Deserialize, Serialize};

use super::ListKind;
use crate::url_text;

/// What a list is asked for; empty texts ask for all. The same words stand in the URL.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Part of a name.
    pub search: String,
    /// `me`, or the id of a person.
    pub owner: String,
    /// `published` or `draft`.
    pub status: String,
    /// A chart's `viz_type`; `physical` or `virtual`.
    pub kind: String,
    /// The id of a dataset's database.
    pub database: String,
    /// `true`: only what the reader marked.
    pub favorite: String,
    /// A column's order; empty is the last changed first.
    pub order: String,
    /// `asc` or `desc`.
    pub direction: String,
    /// From 0; from 1 in the URL.
    pub page: u64,
}

impl Asked {
    pub fn read(query: &ParamsMap) -> Self {
        let text = |name: &str| query.get_str(name).unwrap_or_default().trim().to_owned();
        let page: u64 = text("page").parse().unwrap_or(1);
        Self {
            search: text("search"),
            owner: text("owner"),
            status: text("status"),
            kind: text("kind"),
            database: text("database"),
            favorite: text("favorite"),
            order: text("order"),
            direction: text("direction"),
            page: page.saturating_sub(1),
        }
    }

    /// The address of this view of the list.
    pub fn href(&self, kind: ListKind) -> String {
        let page = if self.page > 0 { (self.page + 1).to_string() } else { String::new() };
        let pairs = [
            ("search", &self.search),
            ("owner", &self.owner),
            ("status", &self.status),
            ("kind", &self.kind),
            ("database", &self.database),
            ("favorite", &self.favorite),
            ("order", &self.order),
            ("direction", &self.direction),
            ("page", &page),
        ];
        let pairs = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        format!("{}{}", kind.path(), url_text::query(pairs.map(|(name, value)| (name, value.as_str()))))
    }

    /// Narrowed by anything but order and page?
    pub fn is_narrowed(&self) -> bool {
        let texts = [&self.search, &self.owner, &self.status, &self.kind, &self.database, &self.favorite];
        texts.into_iter().any(|text| !text.is_empty())
    }

    /// The order that holds: the column and whether it descends.
    pub fn ordered_by(&self) -> (&str, bool) {
        if self.order.is_empty() { ("changed_on", true) } else { (&self.order, self.direction == "desc") }
    }

    /// A click on the head of a column: the other direction, or from a new column the one that people want first.
    pub fn turned(&self, order: &str) -> Self {
        let (current, descends) = self.ordered_by();
        let descends = if current == order { !descends } else { order == "changed_on" };
        let is_default = order == "changed_on" && descends;
        let (order, direction) = if is_default { ("", "") } else { (order, if descends { "desc" } else { "asc" }) };
        Self { order: order.to_owned(), direction: direction.to_owned(), page: 0, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_is_asked() {
        let asked = Asked { search: "sales & more".into(), owner: "me".into(), page: 2, ..Asked::default() };
        assert_eq!(asked.href(ListKind::Dashboard), "/dashboards?search=sales%20%26%20more&owner=me&page=3");
        assert_eq!(Asked::default().href(ListKind::Chart), "/charts");
        let mut query = ParamsMap::new();
        for (name, value) in [("search", " sales & more "), ("owner", "me"), ("page", "3")] {
            query.insert(name.to_owned(), value.to_owned());
        }
        assert_eq!(Asked::read(&query), asked);
    }

    #[test]
    fn reads_what_a_person_may_have_typed() {
        for (page, expected) in [("0", 0), ("-1", 0), ("x", 0), ("7", 6)] {
            let mut query = ParamsMap::new();
            query.insert("page".to_owned(), page.to_owned());
            assert_eq!(Asked::read(&query).page, expected, "{page}");
        }
    }

    #[test]
    fn a_head_turns_the_order_and_starts_at_the_first_page() {
        let asked = Asked { page: 3, owner: "me".into(), ..Asked::default() };
        let by_name = asked.turned("slice_name");
        assert_eq!((by_name.ordered_by(), by_name.page, by_name.owner.as_str()), (("slice_name", false), 0, "me"));
        assert_eq!(by_name.turned("slice_name").ordered_by(), ("slice_name", true));
        assert_eq!(by_name.turned("changed_on").order, "", "the default is not told");
        assert_eq!(asked.turned("changed_on").ordered_by(), ("changed_on", false));
    }
}
