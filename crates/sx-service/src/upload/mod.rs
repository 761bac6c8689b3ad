//! Files that people upload become tables of a folder.
//!
//! ```text
//! request ─▶ Incoming (on disk, no larger than allowed) ─▶ sx-connect::ingest ─▶ .part file ─▶ moved into place ─▶ dataset
//! ```

mod form;
mod incoming;
mod place;
mod preview;
mod table;

pub use form::UploadForm;
pub use incoming::Incoming;

pub(crate) use place::Uploads;
