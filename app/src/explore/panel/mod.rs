//! What a chart is made of: the dataset's fields on the left, shelves and settings beside them.

mod add;
mod control;
mod dataset_head;
mod editor;
mod field_item;
mod field_list;
mod focus;
mod kinds;
mod number;
mod pill;
mod section;
mod select;
mod settings;
mod shelf;

pub use field_list::FieldList;
pub use settings::Panel;
