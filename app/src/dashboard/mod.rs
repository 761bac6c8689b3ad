//! One dashboard: its page, its grid, its tiles.

mod answer;
mod api;
mod asking;
mod batcher;
mod cover;
mod edit;
mod first_paint;
mod grid;
#[cfg(any(feature = "hydrate", test))]
mod lines;
mod page;
mod panel;
mod refresh;
mod selection;
mod space;
mod tile;
mod tile_state;
mod tiles;

#[cfg(feature = "hydrate")]
pub use answer::{Answer, ChartOption, NumberText};
pub use cover::CoverView;
pub use edit::EditorPage;
pub use first_paint::FirstPaint;
pub use page::DashboardPage;
#[cfg(feature = "hydrate")]
pub use tile_state::Cover;
pub use tile_state::TileState;
pub use tiles::AnswerView;

#[cfg(feature = "ssr")]
use sx_model::DashboardId;

/// The address of a dashboard, by its speaking name where it has one.
#[cfg(feature = "ssr")]
pub fn dashboard_href(id: DashboardId, slug: Option<&str>) -> String {
    match slug.filter(|slug| !slug.is_empty()) {
        Some(slug) => format!("/dashboard/{slug}"),
        None => format!("/dashboard/{id}"),
    }
}
