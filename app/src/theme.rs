//! Light, dark, or as the system says. The choice is an attribute of `<html>` that the server writes from a cookie, so the
//! first paint has the right colours; CSS resolves `auto`.

use leptos::prelude::*;

#[cfg(any(feature = "ssr", test))]
use crate::cookie;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    Auto,
    Light,
    Dark,
}

/// The page's choice; every chart on it follows.
#[derive(Clone, Copy)]
pub struct ThemeChoice(pub RwSignal<Theme>);

impl Theme {
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// The value of the cookie and of `data-theme`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Auto => "As the system",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    /// Anything unknown is `Auto`.
    pub fn from_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.name() == name).unwrap_or_default()
    }

    #[cfg(any(feature = "ssr", test))]
    pub fn from_cookies(cookies: &str) -> Self {
        cookie::find(cookies, cookie::THEME).map(Self::from_name).unwrap_or_default()
    }
}

/// Provides `ThemeChoice`, and in the browser keeps `<html>` and the cookie in step with it.
pub fn provide_theme() {
    let choice = RwSignal::new(initial());
    provide_context(ThemeChoice(choice));
    #[cfg(feature = "hydrate")]
    browser::follow(choice);
}

#[cfg(feature = "ssr")]
pub fn initial() -> Theme {
    crate::ctx::cookies().map(|cookies| Theme::from_cookies(&cookies)).unwrap_or_default()
}

#[cfg(feature = "hydrate")]
fn initial() -> Theme {
    browser::initial()
}

#[cfg(not(any(feature = "ssr", feature = "hydrate")))]
fn initial() -> Theme {
    Theme::default()
}

#[cfg(feature = "hydrate")]
pub use browser::use_is_dark;

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::*;
    use wasm_bindgen::prelude::*;

    use super::{Theme, ThemeChoice};
    use crate::{browser::write_cookie, cookie};

    const DARK: &str = "(prefers-color-scheme: dark)";

    /// What the server wrote, so that hydration agrees with it.
    pub fn initial() -> Theme {
        let root = document().document_element();
        root.and_then(|root| root.get_attribute("data-theme")).map(|name| Theme::from_name(&name)).unwrap_or_default()
    }

    pub fn follow(choice: RwSignal<Theme>) {
        Effect::watch(
            move || choice.get(),
            |theme, _, _| {
                if let Some(root) = document().document_element() {
                    _ = root.set_attribute("data-theme", theme.name());
                }
                write_cookie(cookie::THEME, theme.name());
            },
            false,
        );
    }

    /// Whether the page is dark right now, also when the system changes its mind.
    pub fn use_is_dark() -> Signal<bool> {
        let choice = use_context::<ThemeChoice>();
        let system = use_system_is_dark();
        Signal::derive(move || match choice.map(|choice| choice.0.get()).unwrap_or_default() {
            Theme::Light => false,
            Theme::Dark => true,
            Theme::Auto => system.get(),
        })
    }

    fn use_system_is_dark() -> ReadSignal<bool> {
        let query = window().match_media(DARK).ok().flatten();
        let (is_dark, set_dark) = signal(query.as_ref().is_some_and(|query| query.matches()));
        if let Some(query) = query {
            let asked = query.clone();
            let changed = Closure::<dyn FnMut()>::new(move || _ = set_dark.try_set(asked.matches()));
            _ = query.add_event_listener_with_callback("change", changed.as_ref().unchecked_ref());
            let held = send_wrapper::SendWrapper::new((query, changed));
            on_cleanup(move || {
                let (query, changed) = &*held;
                _ = query.remove_event_listener_with_callback("change", changed.as_ref().unchecked_ref());
            });
        }
        is_dark
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_survives_its_cookie() {
        for theme in Theme::ALL {
            assert_eq!(Theme::from_cookies(&format!("a=b; theme={}", theme.name())), theme);
        }
        assert_eq!(Theme::from_cookies("theme=\"><script>"), Theme::Auto);
        assert_eq!(Theme::from_cookies(""), Theme::Auto);
    }

    /// A picture is coloured by the stylesheet, the canvas over it by the script: a difference would be seen as a flash.
    #[test]
    fn pictures_and_canvases_have_the_same_colours() {
        let script: serde_json::Value = serde_json::from_str(include_str!("../../js/theme.json")).unwrap();
        let (light, dark) = include_str!("../../style/tokens.scss").split_once("@mixin dark").unwrap();
        for (role, colors) in script.as_object().unwrap() {
            for (theme, styles) in [("light", light), ("dark", dark)] {
                let rule = format!("--chart-{role}: {};", colors[theme].as_str().unwrap());
                assert!(styles.contains(&rule), "{theme}: {rule}");
            }
        }
    }
}
