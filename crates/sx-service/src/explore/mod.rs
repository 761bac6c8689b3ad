//! The chart builder: its page, and unsaved work kept under a key.

mod form_data;
mod page;
mod parts;
