//! Fields of forms: a label, the control, a hint, and what is wrong.

mod frame;
mod number_field;
pub(super) mod text;
mod text_area;
mod text_field;

pub use frame::{FieldFrame, FieldIds};
pub use number_field::NumberField;
pub use text_area::TextArea;
pub use text_field::TextField;
