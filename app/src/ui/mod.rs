//! The house components. They know nothing of BI; each has its partial in `style/`.

mod alert;
mod badge;
mod button;
mod card;
mod empty_state;
mod error_state;
mod field;
mod icon;
mod pagination;
mod search_field;
mod skeleton;
mod step;
mod table_view;
mod tabs;
mod theme_toggle;

pub use alert::Alert;
pub use badge::{Badge, Tone};
pub use button::{Button, ButtonLink, Look};
pub use card::Card;
pub use empty_state::EmptyState;
pub use error_state::ErrorState;
pub use field::Field;
pub use icon::{Icon, IconView};
pub use pagination::Pagination;
pub use search_field::SearchField;
pub use skeleton::{CardsSkeleton, TableSkeleton, TileSkeleton};
pub use step::Step;
pub use table_view::TableView;
pub use tabs::{TabItem, TabList, panel_id, tab_id};
pub use theme_toggle::ThemeToggle;
