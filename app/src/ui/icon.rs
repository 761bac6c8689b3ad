use leptos::prelude::*;

/// Drawn with one stroke on a field of 20 × 20.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Compass,
    Dashboard,
    Database,
    Import,
    Left,
    Missing,
    Moon,
    Refresh,
    Right,
    Search,
    SignOut,
    Sparkle,
    Sun,
    System,
    Warning,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Compass => "M17.5 10a7.5 7.5 0 1 1-15 0 7.5 7.5 0 0 1 15 0zM13 7l-1.6 4.4L7 13l1.6-4.4z",
            Self::Dashboard => "M3 3.5h6v7H3zM11 3.5h6v4h-6zM11 9.5h6v7h-6zM3 12.5h6v4H3z",
            Self::Database => {
                "M16 5c0 1.4-2.7 2.5-6 2.5S4 6.4 4 5s2.7-2.5 6-2.5S16 3.6 16 5zM4 5v10c0 1.4 2.7 2.5 6 2.5s6-1.1 6-2.5V5M4 10c0 1.4 2.7 2.5 6 2.5s6-1.1 6-2.5"
            }
            Self::Import => "M10 3v9M6.5 8.5L10 12l3.5-3.5M3.5 13.5v3h13v-3",
            Self::Left => "M12 4.5L6.5 10l5.5 5.5",
            Self::Missing => "M4 4l12 12M6.5 3.5h7l3 3v7M15.5 16.5h-11v-11",
            Self::Moon => "M16.5 12A7 7 0 1 1 8 3.5a5.5 5.5 0 0 0 8.5 8.5z",
            Self::Refresh => "M16 6.5A7 7 0 1 0 17 10M16.5 3v4h-4",
            Self::Right => "M8 4.5L13.5 10 8 15.5",
            Self::Search => "M14 8.5a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0zM12.5 12.5L17 17",
            Self::SignOut => "M12.5 3.5h-8v13h8M8.5 10H17M14 7l3 3-3 3",
            Self::Sparkle => "M9 3l1.8 5.2L16 10l-5.2 1.8L9 17l-1.8-5.2L2 10l5.2-1.8zM16 2.5v3M14.5 4h3",
            Self::Sun => {
                "M13.5 10a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0zM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M15.7 4.3l-1.1 1.1M5.4 14.6l-1.1 1.1"
            }
            Self::System => "M3 4h14v9.5H3zM7.5 17h5M10 13.5V17",
            Self::Warning => "M10 3l7.5 13.5h-15zM10 8v4M10 14.2v.3",
        }
    }
}

/// Beside a word that says the same, so screen readers pass it by.
#[component]
pub fn IconView(icon: Icon) -> impl IntoView {
    view! { <svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d=icon.path()></path></svg> }
}
