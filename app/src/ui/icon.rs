use leptos::prelude::*;

/// Drawn with one stroke on a field of 20 × 20.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Abc,
    Area,
    Calendar,
    Chart,
    Check,
    Clock,
    Close,
    Code,
    Column,
    Compass,
    Copy,
    Dashboard,
    Database,
    Divider,
    Down,
    Download,
    DragHandle,
    Edit,
    Error,
    Expand,
    Eye,
    EyeOff,
    File,
    Filter,
    Folder,
    Function,
    Hash,
    Header,
    Import,
    Info,
    Left,
    Line,
    Link,
    List,
    Lock,
    Markdown,
    Minus,
    Missing,
    Moon,
    More,
    Pie,
    Play,
    Plus,
    Redo,
    Refresh,
    Restore,
    Right,
    Row,
    Save,
    Scatter,
    Search,
    Settings,
    Share,
    SignOut,
    Sort,
    Sparkle,
    Star,
    StarFilled,
    Stop,
    Sun,
    System,
    Table,
    Tabs,
    Toggle,
    Trash,
    Undo,
    Up,
    Upload,
    User,
    Users,
    Warning,
}

impl Icon {
    /// For the page that shows them all.
    pub const ALL: &[Self] = &[
        Self::Abc,
        Self::Area,
        Self::Calendar,
        Self::Chart,
        Self::Check,
        Self::Clock,
        Self::Close,
        Self::Code,
        Self::Column,
        Self::Compass,
        Self::Copy,
        Self::Dashboard,
        Self::Database,
        Self::Divider,
        Self::Down,
        Self::Download,
        Self::DragHandle,
        Self::Edit,
        Self::Error,
        Self::Expand,
        Self::Eye,
        Self::EyeOff,
        Self::File,
        Self::Filter,
        Self::Folder,
        Self::Function,
        Self::Hash,
        Self::Header,
        Self::Import,
        Self::Info,
        Self::Left,
        Self::Line,
        Self::Link,
        Self::List,
        Self::Lock,
        Self::Markdown,
        Self::Minus,
        Self::Missing,
        Self::Moon,
        Self::More,
        Self::Pie,
        Self::Play,
        Self::Plus,
        Self::Redo,
        Self::Refresh,
        Self::Restore,
        Self::Right,
        Self::Row,
        Self::Save,
        Self::Scatter,
        Self::Search,
        Self::Settings,
        Self::Share,
        Self::SignOut,
        Self::Sort,
        Self::Sparkle,
        Self::Star,
        Self::StarFilled,
        Self::Stop,
        Self::Sun,
        Self::System,
        Self::Table,
        Self::Tabs,
        Self::Toggle,
        Self::Trash,
        Self::Undo,
        Self::Up,
        Self::Upload,
        Self::User,
        Self::Users,
        Self::Warning,
    ];

    fn path(self) -> &'static str {
        match self {
            Self::Abc => {
                "M2 13.5l2.6-7 2.6 7M2.9 11.2h3.4M9 6.5v7M9 10.2c.3-.9 1-1.5 1.9-1.5 1.2 0 2 1 2 2.4s-.8 2.4-2 2.4c-.9 0-1.6-.6-1.9-1.5M18 9.4a1.9 1.9 0 0 0-1.3-.6c-1.1 0-1.8 1-1.8 2.3s.7 2.4 1.8 2.4c.5 0 1-.2 1.3-.6"
            }
            Self::Area => "M3 16.5V12l4-5 4 3 6-6.5v13z",
            Self::Calendar => "M3.5 4.5h13v12h-13zM3.5 8h13M7 2.5v3.5M13 2.5v3.5",
            Self::Chart => "M3 3v14h14M6.5 14v-4M10 14V6.5M13.5 14v-5.5",
            Self::Check => "M4 10.5l4 4 8-9",
            Self::Clock => "M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0zM10 5.5V10l3 2",
            Self::Close => "M5 5l10 10M15 5L5 15",
            Self::Code => "M7 6l-4 4 4 4M13 6l4 4-4 4",
            Self::Column => "M3.5 3.5h5v13h-5zM11.5 3.5h5v13h-5z",
            Self::Compass => "M17.5 10a7.5 7.5 0 1 1-15 0 7.5 7.5 0 0 1 15 0zM13 7l-1.6 4.4L7 13l1.6-4.4z",
            Self::Copy => "M7 7h9.5v9.5H7zM13 7V3.5H3.5V13H7",
            Self::Dashboard => "M3 3.5h6v7H3zM11 3.5h6v4h-6zM11 9.5h6v7h-6zM3 12.5h6v4H3z",
            Self::Database => {
                "M16 5c0 1.4-2.7 2.5-6 2.5S4 6.4 4 5s2.7-2.5 6-2.5S16 3.6 16 5zM4 5v10c0 1.4 2.7 2.5 6 2.5s6-1.1 6-2.5V5M4 10c0 1.4 2.7 2.5 6 2.5s6-1.1 6-2.5"
            }
            Self::Divider => "M3 10h14M6 5.5h8M6 14.5h8",
            Self::Down => "M4.5 7.5L10 13l5.5-5.5",
            Self::Download => "M10 3v9M6.5 8.5L10 12l3.5-3.5M3.5 16.5h13",
            Self::DragHandle => "M7.5 4.5v.01M12.5 4.5v.01M7.5 10v.01M12.5 10v.01M7.5 15.5v.01M12.5 15.5v.01",
            Self::Edit => "M13 3.5l3.5 3.5L7 16.5H3.5V13zM10.5 6l3.5 3.5",
            Self::Error => "M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0zM10 6.5V11M10 13.3v.2",
            Self::Expand => "M12 3.5h4.5V8M16.5 3.5L11.5 8.5M8 16.5H3.5V12M3.5 16.5l5-5",
            Self::Eye => {
                "M2 10c2-3.5 4.7-5.2 8-5.2s6 1.7 8 5.2c-2 3.5-4.7 5.2-8 5.2S4 13.5 2 10zM12.3 10a2.3 2.3 0 1 1-4.6 0 2.3 2.3 0 0 1 4.6 0z"
            }
            Self::EyeOff => {
                "M4 4l12 12M8 5c.6-.1 1.3-.2 2-.2 3.3 0 6 1.7 8 5.2-.6 1-1.2 1.9-2 2.6M12 14.9c-.6.2-1.3.3-2 .3-3.3 0-6-1.7-8-5.2.8-1.5 1.8-2.6 2.9-3.5"
            }
            Self::File => "M5 2.5h6.5l3.5 3.5v11.5H5zM11.5 2.5V6H15",
            Self::Filter => "M3 4.5h14l-5.5 6.5v5l-3-1.5V11z",
            Self::Folder => "M2.5 5h5.5l1.5 2h8v9.5h-15z",
            Self::Function => {
                "M8.5 16c-1.2.8-2.5.3-2.5-1.5V6.5C6 4.5 7.5 3.5 9 4.2M3.5 9h5.5M11 9.5l5.5 6M16.5 9.5l-5.5 6"
            }
            Self::Hash => "M7.5 3.5l-1.5 13M14 3.5l-1.5 13M3.5 7.5h13.5M3 12.5h13.5",
            Self::Header => "M5 4v12M15 4v12M5 10h10",
            Self::Import => "M10 3v9M6.5 8.5L10 12l3.5-3.5M3.5 13.5v3h13v-3",
            Self::Info => "M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0zM10 9v4.5M10 6.5v.2",
            Self::Left => "M12 4.5L6.5 10l5.5 5.5",
            Self::Line => "M3 14l4.5-5.5 3.5 3L17 4.5M3 17h14",
            Self::Link => {
                "M8.5 11.5a3 3 0 0 0 4.5.3l2.5-2.5a3 3 0 0 0-4.3-4.3L10 6.2M11.5 8.5a3 3 0 0 0-4.5-.3L4.5 10.7a3 3 0 0 0 4.3 4.3L10 13.8"
            }
            Self::List => "M7.5 5h9M7.5 10h9M7.5 15h9M3.5 5v.01M3.5 10v.01M3.5 15v.01",
            Self::Lock => "M4.5 9h11v8h-11zM7 9V6.5a3 3 0 0 1 6 0V9",
            Self::Markdown => "M2.5 5h15v10h-15zM5 12.5v-5l2 2.5 2-2.5v5M13.5 7.5v5M11.8 10.8l1.7 1.7 1.7-1.7",
            Self::Minus => "M4 10h12",
            Self::Missing => "M4 4l12 12M6.5 3.5h7l3 3v7M15.5 16.5h-11v-11",
            Self::Moon => "M16.5 12A7 7 0 1 1 8 3.5a5.5 5.5 0 0 0 8.5 8.5z",
            Self::More => "M10 4.5v.01M10 10v.01M10 15.5v.01",
            Self::Pie => "M10 2.5a7.5 7.5 0 1 0 7.5 7.5H10zM12.5 2.5a6 6 0 0 1 5 5h-5z",
            Self::Play => "M6 4l10 6-10 6z",
            Self::Plus => "M10 4v12M4 10h12",
            Self::Redo => "M13 4l3.5 3.5L13 11M16.5 7.5H8a4.3 4.3 0 0 0 0 8.5h3.5",
            Self::Refresh => "M16 6.5A7 7 0 1 0 17 10M16.5 3v4h-4",
            Self::Restore => "M4 6.5A7 7 0 1 1 3 10M3.5 3v4h4M10 6.5V10l2.5 1.5",
            Self::Right => "M8 4.5L13.5 10 8 15.5",
            Self::Row => "M3.5 3.5h13v5h-13zM3.5 11.5h13v5h-13z",
            Self::Save => "M3.5 3.5h10l3 3v10h-13zM6.5 3.5v4h6v-4M6.5 16.5v-5h7v5",
            Self::Scatter => "M3 3v14h14M7 12.5v.3M9.5 8.5v.3M12 11.5v.3M14.5 5.5v.3M13.5 14v.3",
            Self::Search => "M14 8.5a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0zM12.5 12.5L17 17",
            Self::Settings => {
                "M3 6h6.5M13.5 6H17M3 14h3.5M10.5 14H17M13.5 6a2 2 0 1 1-4 0 2 2 0 0 1 4 0zM10.5 14a2 2 0 1 1-4 0 2 2 0 0 1 4 0z"
            }
            Self::Share => {
                "M7.5 8.8l5-2.6M7.5 11.2l5 2.6M7.5 10a2.3 2.3 0 1 1-4.6 0 2.3 2.3 0 0 1 4.6 0zM17.1 5a2.3 2.3 0 1 1-4.6 0 2.3 2.3 0 0 1 4.6 0zM17.1 15a2.3 2.3 0 1 1-4.6 0 2.3 2.3 0 0 1 4.6 0z"
            }
            Self::SignOut => "M12.5 3.5h-8v13h8M8.5 10H17M14 7l3 3-3 3",
            Self::Sort => "M6 4v12M3 13l3 3 3-3M14 16V4M11 7l3-3 3 3",
            Self::Sparkle => "M9 3l1.8 5.2L16 10l-5.2 1.8L9 17l-1.8-5.2L2 10l5.2-1.8zM16 2.5v3M14.5 4h3",
            Self::Star | Self::StarFilled => "M10 3l2.2 4.5 4.9.7-3.5 3.5.8 4.9L10 14.3l-4.4 2.3.8-4.9-3.5-3.5 4.9-.7z",
            Self::Stop => "M5 5h10v10H5z",
            Self::Sun => {
                "M13.5 10a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0zM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M15.7 4.3l-1.1 1.1M5.4 14.6l-1.1 1.1"
            }
            Self::System => "M3 4h14v9.5H3zM7.5 17h5M10 13.5V17",
            Self::Table => "M3 4h14v12H3zM3 8h14M3 12h14M8 8v8",
            Self::Tabs => "M3 16.5v-10h14v10zM3 6.5v-3h5v3M8 3.5h5v3",
            Self::Toggle => {
                "M7 5.5h6a4.5 4.5 0 0 1 0 9H7a4.5 4.5 0 0 1 0-9zM15.2 10a2.2 2.2 0 1 1-4.4 0 2.2 2.2 0 0 1 4.4 0z"
            }
            Self::Trash => "M3.5 5.5h13M8 5.5v-2h4v2M5 5.5l.8 11h8.4l.8-11M8.5 8.5v5M11.5 8.5v5",
            Self::Undo => "M7 4L3.5 7.5 7 11M3.5 7.5H12a4.3 4.3 0 0 1 0 8.5H8.5",
            Self::Up => "M4.5 12.5L10 7l5.5 5.5",
            Self::Upload => "M10 12V3M6.5 6.5L10 3l3.5 3.5M3.5 16.5h13",
            Self::User => "M13 6.5a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM4 17c.3-3.5 2.5-5.3 6-5.3s5.7 1.8 6 5.3",
            Self::Users => {
                "M10.5 6.5a2.7 2.7 0 1 1-5.4 0 2.7 2.7 0 0 1 5.4 0zM2.5 16.5c.2-3.3 2.2-5 5.3-5s5.1 1.7 5.3 5M13 4a2.7 2.7 0 0 1 0 5M15 11.8c1.6.7 2.4 2.3 2.5 4.7"
            }
            Self::Warning => "M10 3l7.5 13.5h-15zM10 8v4M10 14.2v.3",
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::StarFilled | Self::Play | Self::Stop => "icon icon--filled",
            Self::DragHandle | Self::More | Self::List => "icon icon--dots",
            _ => "icon",
        }
    }
}

/// Beside a word that says the same, so screen readers pass it by.
#[component]
pub fn IconView(icon: Icon) -> impl IntoView {
    view! { <svg class=icon.class() viewBox="0 0 20 20" aria-hidden="true"><path d=icon.path()></path></svg> }
}
