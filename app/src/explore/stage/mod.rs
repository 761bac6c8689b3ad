//! What the chart shows, and the rows and the SQL behind it.

mod banner;
mod canvas;
mod download;
mod first;
mod grid;
mod results;
mod rows;
mod samples;
mod sql;
mod status;
mod view;

pub use first::first_picture;
pub use view::Stage;
