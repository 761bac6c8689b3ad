//! The bar over the builder: the chart's name, and what is done with the chart as a whole.

mod bar;
mod conflict;
mod keys;
mod menu;
mod properties;
mod save;
mod save_as;

pub use bar::Head;
