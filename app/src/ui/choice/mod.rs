//! Boxes to tick, switches, and one of a few.

mod checkbox;
mod radio_group;
mod switch;

pub use checkbox::Checkbox;
pub use radio_group::RadioGroup;
pub use switch::Switch;
