//! Where a chart begins: the choice of a dataset.

mod choose;
mod lost;

pub use choose::{ChooseDataset, DatasetChooser};
pub use lost::LostDataset;
