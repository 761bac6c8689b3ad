//! Who is calling: sign-in, sessions, tokens.

mod attempts;
mod crypto;
mod password;
mod session;
mod token;

pub use attempts::Attempts;
pub use crypto::install_crypto;
pub use password::Passwords;
pub(crate) use session::random_text;
pub use session::{NewSession, SignIn};
pub use token::{TokenKind, Tokens};
