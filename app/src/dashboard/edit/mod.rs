//! The dashboard editor: the layout as values (`sx_model::position`), a canvas on which it is arranged by dragging or by keys, a
//! palette to drag from, and what keeps the work safe: history, drafts, and a save that notices other people's.

mod api;
mod canvas;
mod conflict;
mod draft;
mod editor;
mod face;
mod focus;
mod head;
mod keys;
mod later;
mod metadata;
mod page;
mod palette;
mod properties;
mod saving;
mod steps;

pub use page::EditorPage;
