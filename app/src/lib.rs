#![doc = include_str!("../README.md")]
#![recursion_limit = "256"]

mod api_docs;
mod app;
mod auth;
#[cfg(feature = "hydrate")]
mod browser;
mod clipboard;
mod cookie;
mod dashboard;
mod databases;
mod datasets;
mod explore;
mod expression;
mod failure;
mod frame;
mod home;
mod json;
mod lists;
mod live_title;
mod not_found;
mod page_width;
mod permalink;
mod screen;
mod security;
mod theme;
mod trash;
mod ui;
mod ui_page;
mod upload;
mod url_text;

#[cfg(feature = "ssr")]
mod ctx;

#[cfg(feature = "ssr")]
pub use api_docs::ApiDocument;
pub use app::{App, shell};
#[cfg(feature = "ssr")]
pub use ctx::{ChartsModule, EditorModule};
pub use failure::Failure;
