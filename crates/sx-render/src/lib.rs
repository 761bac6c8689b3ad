#![doc = include_str!("../README.md")]

mod engine;
mod picture;
mod plain;
mod renderer;
mod sparkline;
mod standalone;
mod theme;
mod tidy;

pub use picture::{Picture, RenderError};
pub use plain::plain_svg;
pub use renderer::{Renderer, RendererConfig};
pub use sparkline::sparkline;
pub use standalone::standalone;
pub use theme::{Theme, picture_css};
