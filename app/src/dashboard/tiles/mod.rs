//! One component for each kind of tile, and for each kind of answer that a chart's tile shows.

mod answer;
mod chart;
mod divider;
mod header;
mod markdown;
mod number;
mod sentence;
mod table;

pub use answer::AnswerView;
pub use divider::DividerTile;
pub use header::HeaderTile;
pub use markdown::MarkdownTile;
pub use number::NumberBody;
#[cfg(feature = "ssr")]
pub use number::trend_height;
pub use sentence::Sentence;
pub use table::TableBody;
