//! Drag and drop by pointer, by touch and by keyboard.
//!
//! `provide_drag::<T>()` in the component around them, then `DragSource<T>` and `DropTarget<T>` anywhere below. One drag
//! runs at a time; what follows the pointer, the line at the insertion place and the words for screen readers are made
//! when it begins. While it runs, only the targets that the pointer enters or leaves are told.
//!
//! ```text
//! pointerdown ─ 4 px (mouse, handle) or 300 ms (touch) ─▶ begin ─ each frame: element under the pointer ─▶ place ─▶ drop
//! Space       ────────────────────────────────────────▶ begin ─ arrows: places in reading order       ─▶ place ─▶ drop
//! ```

#[cfg(feature = "hydrate")]
mod browser;
mod hub;
#[cfg(any(feature = "hydrate", test))]
mod places;
mod point;
mod source;
mod target;
#[cfg(any(feature = "hydrate", test))]
mod words;

pub use hub::{Accepts, TargetHandle, TargetOptions, drag_source, drop_target, provide_drag, use_drag};
pub use point::{DropLayout, DropPoint};
pub use source::{DragHandle, DragSource};
pub use target::DropTarget;
