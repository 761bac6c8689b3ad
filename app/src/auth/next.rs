//! Where to go after signing in.

use crate::url_text;

/// The sign-in page that leads back to `wanted`, a path with its query.
pub fn sign_in_url(wanted: &str) -> String {
    match safe_next(wanted) {
        "/" => "/login".to_owned(),
        next => format!("/login{}", url_text::query([("next", next)])),
    }
}

/// `next` if it is a path of this server, else home: an address of somebody else's would make the sign-in page a trap. Browsers
/// read `//host` and `/\host` as another server, and drop tabs and line ends before they decide.
pub fn safe_next(next: &str) -> &str {
    let is_path = next.starts_with('/') && !next.starts_with("//") && !next.contains('\\');
    if is_path && !next.chars().any(char::is_control) { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leads_back_to_where_one_wanted_to_go() {
        assert_eq!(
            sign_in_url("/dashboard/sales?tab=TAB-é&x=1"),
            "/login?next=/dashboard/sales%3Ftab%3DTAB-%C3%A9%26x%3D1"
        );
        assert_eq!(sign_in_url("/"), "/login");
    }

    #[test]
    fn never_leads_to_another_server() {
        for hostile in ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "", "evil"] {
            assert_eq!(safe_next(hostile), "/", "{hostile:?}");
        }
        assert_eq!(safe_next("/dashboard/1?a=b"), "/dashboard/1?a=b");
    }
}
