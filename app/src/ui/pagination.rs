use leptos::prelude::*;

use super::{Icon, IconView};

/// Links to the page before and after, and where one is; nothing where one page holds all. `page` counts from 0.
#[component]
pub fn Pagination<F>(label: &'static str, page: u64, page_size: u64, count: u64, href: F) -> impl IntoView
where
    F: Fn(u64) -> String,
{
    let span = Span::of(page, page_size, count)?;
    let before = span.before.map(&href);
    let after = span.after.map(&href);
    Some(view! {
        <nav class="pagination" aria-label=label>
            <span>{span.first} "–" {span.last} " of " {count}</span>
            <Turn href=before label="Previous page" icon=Icon::Left/>
            <Turn href=after label="Next page" icon=Icon::Right/>
        </nav>
    })
}

#[component]
fn Turn(href: Option<String>, label: &'static str, icon: Icon) -> impl IntoView {
    let is_end = href.is_none().then_some("true");
    view! { <a class="pagination__turn" href=href aria-label=label aria-disabled=is_end role="link"><IconView icon/></a> }
}

#[derive(Debug, PartialEq, Eq)]
struct Span {
    /// Counted from 1, as people do.
    first: u64,
    last: u64,
    before: Option<u64>,
    after: Option<u64>,
}

impl Span {
    /// `None` where there is nothing to turn.
    fn of(page: u64, page_size: u64, count: u64) -> Option<Self> {
        let first = page.saturating_mul(page_size).saturating_add(1);
        let last = first.saturating_add(page_size - 1).min(count);
        let (before, after) = (page.checked_sub(1), (last < count).then_some(page + 1));
        (before.is_some() || after.is_some()).then_some(Self { first, last, before, after })
    }
}

#[cfg(test)]
mod tests {
    use super::Span;

    #[test]
    fn turns_only_to_pages_that_exist() {
        assert_eq!(Span::of(0, 25, 25), None);
        assert_eq!(Span::of(0, 25, 26), Some(Span { first: 1, last: 25, before: None, after: Some(1) }));
        assert_eq!(Span::of(1, 25, 60), Some(Span { first: 26, last: 50, before: Some(0), after: Some(2) }));
        assert_eq!(Span::of(2, 25, 60), Some(Span { first: 51, last: 60, before: Some(1), after: None }));
    }
}
