//! What opens over the page, next to what opened it: the platform's popovers, placed by CSS anchors.

mod menu;
mod menu_item;
mod panel;
mod popover;

pub use menu::Menu;
pub use menu_item::MenuItem;
pub use panel::{Panel, PanelKind};
pub use popover::Popover;
