//! How wide the page is: the server draws its pictures at the width that the browser remembers for it.

use crate::cookie;

/// Where no cookie says otherwise, in CSS pixels.
pub const DEFAULT_PX: u32 = 1280;

/// From the text of the cookies, held to what screens can be.
#[cfg(any(feature = "ssr", test))]
pub fn from_cookies(cookies: &str) -> u32 {
    let remembered = cookie::find(cookies, cookie::VIEWPORT).and_then(|value| value.parse().ok());
    remembered.unwrap_or(DEFAULT_PX).clamp(320, 3840)
}

#[cfg(feature = "ssr")]
pub fn of_request() -> u32 {
    crate::ctx::cookies().map_or(DEFAULT_PX, |cookies| from_cookies(&cookies))
}

/// Remembers the page's width now and after each change of it.
#[cfg(feature = "hydrate")]
pub fn remember() {
    use leptos::prelude::*;
    use std::{cell::RefCell, time::Duration};

    fn write() {
        if let Some(root) = document().document_element() {
            crate::browser::write_cookie(cookie::VIEWPORT, &root.client_width().to_string());
        }
    }
    write();
    let write_later = RefCell::new(debounce(Duration::from_millis(300), |()| write()));
    let listener = window_event_listener(leptos::ev::resize, move |_| write_later.borrow_mut()(()));
    on_cleanup(move || listener.remove());
}

#[cfg(test)]
mod tests {
    use super::from_cookies;

    #[test]
    fn a_width_is_that_of_some_screen() {
        assert_eq!(from_cookies("viewport=1440"), 1440);
        assert_eq!(from_cookies(""), 1280);
        assert_eq!(from_cookies("viewport=-5"), 1280);
        assert_eq!(from_cookies("viewport=1"), 320);
        assert_eq!(from_cookies("viewport=4000000000"), 3840);
    }
}
