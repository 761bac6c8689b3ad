#![doc = include_str!("../README.md")]

mod ask;
mod cells;
pub mod color;
pub mod controls;
mod drawing;
mod form;
pub mod format;
mod kind;
pub mod kinds;
mod look;
mod merge;
mod option;

pub use drawing::{Align, Cell, Drawing, HeadGroup, NumberDrawing, TableColumn, TableDrawing};
pub use kind::{ChartError, ChartKind, FormData, Turn};
pub use kinds::{KINDS, kind, kind_or_fallback};
pub use look::Look;
pub use merge::merge;
