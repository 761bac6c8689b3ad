//! jsonwebtoken ships no back end over ring, the only provider in this binary: these lines are one, for HMAC.

use jsonwebtoken::{
    Algorithm, AlgorithmFamily, DecodingKey, EncodingKey,
    crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils},
    errors::{Error, ErrorKind},
};
use ring::hmac;
use signature::{Error as SignatureError, Signer, Verifier};

struct HmacSigner(EncodingKey);
struct HmacVerifier(DecodingKey);

impl Signer<Vec<u8>> for HmacSigner {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, SignatureError> {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.0.as_bytes());
        Ok(hmac::sign(&key, message).as_ref().to_vec())
    }
}

impl Verifier<Vec<u8>> for HmacVerifier {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), SignatureError> {
        let secret = self.0.try_get_as_bytes().map_err(|_| SignatureError::new())?;
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
        hmac::verify(&key, message, signature).map_err(|_| SignatureError::new())
    }
}

impl JwtSigner for HmacSigner {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

impl JwtVerifier for HmacVerifier {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

fn unsupported() -> Error {
    Error::from(ErrorKind::InvalidAlgorithm)
}

static RING: CryptoProvider = CryptoProvider {
    signer_factory: |algorithm, key| match (algorithm, key.family()) {
        (Algorithm::HS256, AlgorithmFamily::Hmac) => Ok(Box::new(HmacSigner(key.clone()))),
        _ => Err(unsupported()),
    },
    verifier_factory: |algorithm, key| match (algorithm, key.family()) {
        (Algorithm::HS256, AlgorithmFamily::Hmac) => Ok(Box::new(HmacVerifier(key.clone()))),
        _ => Err(unsupported()),
    },
    key_utils: KeyUtils::new_unimplemented(),
};

/// Once per process, before the first token; later calls do nothing.
pub fn install_crypto() {
    // A second installation answers with the provider that is there already: this very one.
    let _already_installed = RING.install_default();
}
