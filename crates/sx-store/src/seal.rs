//! Secrets at rest: AES-256-GCM, a key from the environment, a random nonce for each sealing.

use std::fmt;

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac::{self, HMAC_SHA256};
use ring::rand::{SecureRandom as _, SystemRandom};

use crate::{Result, StoreError};

/// First byte of what is sealed; another way of sealing gets another.
const VERSION: u8 = 1;

/// A text that is never shown: no `Serialize`, no contents in `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself; where this is called, look twice.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The key that seals the secrets in the store. Losing it means entering the databases' passwords again.
#[derive(Clone)]
pub struct SealKey([u8; 32]);

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealKey(…)")
    }
}

impl SealKey {
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Derives the key from a long random text with HKDF-SHA-256 (RFC 5869). It does not make a short password strong.
    pub fn from_secret(text: &str) -> Self {
        let extracted = hmac::sign(&hmac::Key::new(HMAC_SHA256, b"sextant"), text.as_bytes());
        // The first block of the expansion is all that 32 bytes need; ring's own HKDF answers a `Result` that cannot fail.
        let expanded = hmac::sign(&hmac::Key::new(HMAC_SHA256, extracted.as_ref()), b"seal of the metadata store\x01");
        let mut bytes = [0; 32];
        bytes.copy_from_slice(expanded.as_ref());
        Self(bytes)
    }

    /// `version ‖ nonce ‖ ciphertext ‖ tag`. `place` says where it is kept: moved elsewhere, it does not open.
    pub(crate) fn seal(&self, place: &str, secret: &Secret) -> Result<Vec<u8>> {
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).map_err(|_| sealed("The system gave no random numbers."))?;
        let mut text = secret.0.as_bytes().to_vec();
        self.cipher()?
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(place), &mut text)
            .map_err(|_| sealed("The secret could not be sealed."))?;
        Ok([&[VERSION], nonce.as_slice(), &text].concat())
    }

    pub(crate) fn open(&self, place: &str, sealed_bytes: &[u8]) -> Result<Secret> {
        const DAMAGED: &str = "A stored secret is damaged. Enter it again.";
        const WRONG_KEY: &str =
            "A stored secret was sealed with another key. Start with the key that sealed it, or enter it again.";
        let (version, rest) = sealed_bytes.split_first().ok_or_else(|| sealed(DAMAGED))?;
        if *version != VERSION {
            return Err(sealed("A stored secret was sealed by a newer version of the program."));
        }
        let (nonce, text) = rest.split_first_chunk::<NONCE_LEN>().ok_or_else(|| sealed(DAMAGED))?;
        let mut text = text.to_vec();
        let opened = self
            .cipher()?
            .open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(place), &mut text)
            .map_err(|_| sealed(WRONG_KEY))?;
        let text = std::str::from_utf8(opened).map_err(|_| sealed(DAMAGED))?;
        Ok(Secret::new(text))
    }

    fn cipher(&self) -> Result<LessSafeKey> {
        let key = UnboundKey::new(&AES_256_GCM, &self.0).map_err(|_| sealed("The sealing key is not usable."))?;
        Ok(LessSafeKey::new(key))
    }
}

fn sealed(message: &str) -> StoreError {
    StoreError::Sealed { message: message.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: &str = "databases.password";

    #[test]
    fn opens_what_it_sealed_and_never_seals_alike() {
        let key = SealKey::from_secret("a long random text");
        let secret = Secret::new("pässword");
        let once = key.seal(PLACE, &secret).unwrap();
        let twice = key.seal(PLACE, &secret).unwrap();
        assert_ne!(once, twice);
        assert_eq!(key.open(PLACE, &once).unwrap(), secret);
        assert_eq!(key.open(PLACE, &twice).unwrap(), secret);
    }

    #[test]
    fn refuses_with_sentences() {
        let key = SealKey::from_secret("a long random text");
        let other_key = SealKey::from_secret("a long random texT");
        let sealed = key.seal(PLACE, &Secret::new("password")).unwrap();
        let mut newer = sealed.clone();
        newer[0] = 2;
        let sentences = [
            other_key.open(PLACE, &sealed),
            key.open("elsewhere", &sealed),
            key.open(PLACE, &newer),
            key.open(PLACE, &sealed[..5]),
            key.open(PLACE, &[]),
        ]
        .map(|opened| opened.unwrap_err().to_string())
        .join("\n");
        insta::assert_snapshot!(sentences, @r"
        A stored secret was sealed with another key. Start with the key that sealed it, or enter it again.
        A stored secret was sealed with another key. Start with the key that sealed it, or enter it again.
        A stored secret was sealed by a newer version of the program.
        A stored secret is damaged. Enter it again.
        A stored secret is damaged. Enter it again.
        ");
    }

    #[test]
    fn derives_keys_as_rfc_5869_says() {
        let mut expected = [0; 32];
        ring::hkdf::Salt::new(ring::hkdf::HKDF_SHA256, b"sextant")
            .extract(b"a long random text")
            .expand(&[b"seal of the metadata store"], ring::hkdf::HKDF_SHA256)
            .unwrap()
            .fill(&mut expected)
            .unwrap();
        assert_eq!(SealKey::from_secret("a long random text").0, expected);
    }

    #[test]
    fn nothing_secret_is_printed() {
        let printed = format!("{:?} {:?}", Secret::new("password"), SealKey::new([7; 32]));
        assert_eq!(printed, "Secret(…) SealKey(…)");
    }
}
