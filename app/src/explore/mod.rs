//! The chart builder: a dataset's fields, the shelves they are dropped on, and the chart they make.
//!
//! ```text
//! address ─▶ open_explore ─▶ Builder (form, undo) ─▶ question ─▶ /api/v1/explore/ask ─▶ answer, kept
//!                                   └─────────── form + kept answer ─▶ sx_chart::draw ─▶ canvas
//! ```
//!
//! A change that asks the same again is only drawn again; what asks something else waits for Run.

mod address;
mod api;
mod asking;
mod builder;
mod draft;
mod drawing;
mod editors;
mod fields;
mod head;
mod inputs;
mod load;
mod model;
mod open;
mod page;
mod panel;
#[cfg(feature = "hydrate")]
mod post;
mod stage;

pub use page::ExplorePage;
