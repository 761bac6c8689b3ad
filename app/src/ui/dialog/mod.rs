//! What must be answered before the page goes on: `<dialog>`, modal, with the focus inside until it closes.

mod confirm;
mod drawer;
mod modal;
mod window;

pub use confirm::ConfirmDialog;
pub use drawer::{Drawer, Side};
pub use window::{Dialog, DialogSize};
