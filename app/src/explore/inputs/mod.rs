//! Inputs of their own kind: palettes, formats, currencies, bounds. Each shows a form's value, null for none, and tells of
//! values that can be drawn only.

mod bounds;
mod currency;
mod format;
mod formats;
mod palette;
mod settled;

pub use bounds::BoundsInput;
pub use currency::CurrencyInput;
pub use format::{NumberFormatInput, TimeFormatInput};
pub use palette::PaletteInput;
