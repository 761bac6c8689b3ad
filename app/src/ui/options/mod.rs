//! One or more of many: lists that open, are searched and chosen from.

mod combobox;
mod list;
mod multi_select;
mod option;
mod picker;
mod select;

pub use combobox::Combobox;
pub use multi_select::MultiSelect;
pub use option::SelectOption;
pub use select::Select;
