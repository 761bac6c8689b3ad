//! The two cookies that a screen reads and writes: `theme` and `viewport`. The session is the server's own affair.

pub const THEME: &str = "theme";
/// The width of the page in CSS pixels, for the server's pictures.
pub const VIEWPORT: &str = "viewport";

/// The value of `name` in the text of a `Cookie` header.
#[cfg(any(feature = "ssr", test))]
pub fn find<'a>(cookies: &'a str, name: &str) -> Option<&'a str> {
    cookies
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn finds_whole_names_only() {
        let cookies = "session=a=b; mytheme=x;theme=dark ; broken";
        assert_eq!(find(cookies, "theme"), Some("dark"));
        assert_eq!(find(cookies, "session"), Some("a=b"));
        assert_eq!(find(cookies, "viewport"), None);
        assert_eq!(find("", "theme"), None);
    }
}
