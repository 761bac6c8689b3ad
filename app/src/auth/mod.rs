//! Signing in. The form posts to the server's own `/login`, so it works without WASM; the server sends back to `next`.

mod next;
mod sign_in;

pub use next::sign_in_url;
pub use sign_in::SignInPage;
