//! Markdown of dashboards to HTML that is safe to put into a page.

use std::sync::LazyLock;

use pulldown_cmark::{Options, Parser, html};

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = ammonia::Builder::default();
    cleaner
        .add_tags(["input"])
        .add_tag_attributes("input", ["type", "checked", "disabled"])
        .link_rel(Some("noopener noreferrer"))
        .url_schemes(["http", "https", "mailto"].into());
    cleaner
});

/// CommonMark with tables, strike-through and task lists; scripts, handlers, styles and odd links are removed.
pub fn render_markdown(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut unsafe_html = String::with_capacity(text.len() * 2);
    html::push_html(&mut unsafe_html, Parser::new_ext(text, options));
    CLEANER.clean(&unsafe_html).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_run_is_removed() {
        let text = "# Hi\n\n<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n[x](javascript:alert(1))";
        insta::assert_snapshot!(render_markdown(text), @r#"
        <h1>Hi</h1>

        <img src="x">
        <p><a rel="noopener noreferrer">x</a></p>
        "#);
    }

    #[test]
    fn links_leave_without_a_handle_on_us() {
        insta::assert_snapshot!(render_markdown("[a](https://example.org)"), @r#"
        <p><a href="https://example.org" rel="noopener noreferrer">a</a></p>
        "#);
    }
}
