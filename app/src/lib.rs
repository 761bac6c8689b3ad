#![doc = include_str!("../README.md")]
#![recursion_limit = "256"]

mod app;
mod auth;
#[cfg(feature = "hydrate")]
mod browser;
mod cookie;
mod dashboard;
mod dashboards;
mod failure;
mod frame;
mod home;
mod not_found;
mod page_width;
mod theme;
mod ui;
mod url_text;

#[cfg(feature = "ssr")]
mod ctx;

pub use app::{App, shell};
#[cfg(feature = "ssr")]
pub use ctx::ChartsModule;
pub use failure::Failure;
