//! Which key the SSH server shows, and whether it may.

use std::sync::{Arc, OnceLock};

use russh::{
    client,
    keys::{HashAlg, PublicKeyOrCertificate, ssh_key::Fingerprint},
};

/// `SHA256:…` as `ssh-keygen -lf` writes it; a whole line of its output is taken, too. `None` when there is none in the text.
pub fn host_key_fingerprint(text: &str) -> Option<String> {
    let word = text.split_whitespace().find(|word| word.starts_with("SHA256:"))?;
    // Some programs pad the base64.
    let fingerprint: Fingerprint = word.trim_end_matches('=').parse().ok()?;
    Some(fingerprint.to_string())
}

/// Our half of an SSH session: it looks at the server's key, and wants nothing else of it.
pub(super) struct HostKeyCheck {
    pub expected: Option<String>,
    /// The fingerprint of the key that the server showed.
    pub seen: Arc<OnceLock<String>>,
}

impl client::Handler for HostKeyCheck {
    type Error = russh::Error;

    async fn check_server_key(&mut self, key: &PublicKeyOrCertificate) -> Result<bool, Self::Error> {
        let fingerprint = match key {
            PublicKeyOrCertificate::PublicKey { key, .. } => key.fingerprint(HashAlg::Sha256),
            PublicKeyOrCertificate::Certificate(certificate) => certificate.public_key().fingerprint(HashAlg::Sha256),
        };
        let fingerprint = fingerprint.to_string();
        let is_right = self.expected.as_ref().is_none_or(|expected| *expected == fingerprint);
        // The handshake shows a key once; when keys are exchanged again, it is the same one or refused here.
        let seen = self.seen.get_or_init(|| fingerprint.clone());
        Ok(is_right && *seen == fingerprint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_are_read_as_ssh_keygen_writes_them() {
        const PRINT: &str = "SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDe8kg1dlmVHRzhUAA";
        let read = |text: &str| host_key_fingerprint(text);
        assert_eq!(read(PRINT).as_deref(), Some(PRINT));
        assert_eq!(read(&format!(" {PRINT}=\n")).as_deref(), Some(PRINT));
        assert_eq!(read(&format!("256 {PRINT} root@bastion (ED25519)")).as_deref(), Some(PRINT));
        for wrong in ["", "SHA256:", "SHA256:abc", "MD5:16:27:ac:a5:76:28:2d:36", &PRINT[7..], &PRINT[..40]] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
