//! Short messages about what was done, over the page's corner.

mod toaster;
mod toasts;

pub use toaster::Toaster;
pub use toasts::{Toast, Toasts, provide_toasts, use_toasts};
