//! Who we are to the SSH server.

use std::sync::Arc;

use russh::{
    MethodKind,
    client::{AuthResult, Handle, KeyboardInteractiveAuthResponse as Reply},
    keys::{Error as KeyError, HashAlg, PrivateKey, PrivateKeyWithHashAlg, decode_secret_key},
};

use super::{SshCredentials, SshTunnel, errors, host_key::HostKeyCheck};
use crate::{ConnectError, Secret};

/// Questions that a server may ask one after the other before we stop answering each with the password.
const MOST_QUESTIONS: usize = 4;

/// The private key, if there is one. A passphrase is made into a key by hundreds of rounds: not on the runtime's threads.
pub(super) async fn read_key(credentials: &SshCredentials) -> Result<Option<PrivateKey>, ConnectError> {
    let SshCredentials::PrivateKey { key, passphrase } = credentials else { return Ok(None) };
    let (key, passphrase) = (key.clone(), passphrase.clone());
    let read = tokio::task::spawn_blocking(move || decode(&key, passphrase.as_ref())).await;
    read.unwrap_or_else(|_| Err(errors::unreadable_key())).map(Some)
}

fn decode(key: &Secret, passphrase: Option<&Secret>) -> Result<PrivateKey, ConnectError> {
    // Copied from a mail or a terminal, its lines may be indented.
    let text = key.expose().lines().map(str::trim).collect::<Vec<_>>().join("\n");
    let passphrase = passphrase.map(Secret::expose).filter(|text| !text.is_empty());
    match decode_secret_key(&text, None) {
        Ok(key) => return Ok(key),
        Err(KeyError::KeyIsEncrypted) => {}
        Err(_) if says_it_is_encrypted(&text) => {}
        Err(_) => return Err(errors::unreadable_key()),
    }
    let Some(passphrase) = passphrase else { return Err(errors::passphrase_missing()) };
    decode_secret_key(&text, Some(passphrase)).map_err(|_| errors::wrong_passphrase())
}

/// OpenSSH's own format is recognised when it is read, the others by their words.
fn says_it_is_encrypted(text: &str) -> bool {
    text.contains("BEGIN ENCRYPTED PRIVATE KEY")
        || text.contains("Proc-Type: 4,ENCRYPTED")
        || (text.contains("PuTTY-User-Key-File") && !text.contains("Encryption: none"))
}

pub(super) async fn sign_in(
    handle: &mut Handle<HostKeyCheck>,
    tunnel: &SshTunnel,
    key: Option<PrivateKey>,
) -> Result<(), ConnectError> {
    let outcome = match (&tunnel.credentials, key) {
        (SshCredentials::Password(password), _) => by_password(handle, &tunnel.username, password).await,
        (SshCredentials::PrivateKey { .. }, Some(key)) => by_key(handle, &tunnel.username, key).await,
        (SshCredentials::PrivateKey { .. }, None) => Ok(false),
    };
    match outcome {
        Ok(true) => Ok(()),
        Ok(false) => Err(errors::refused(tunnel)),
        Err(error) => Err(errors::no_handshake(tunnel, &error)),
    }
}

/// Many servers take passwords only as the answer to a question of theirs.
async fn by_password(handle: &mut Handle<HostKeyCheck>, user: &str, password: &Secret) -> Result<bool, russh::Error> {
    match handle.authenticate_password(user, password.expose()).await? {
        AuthResult::Success => Ok(true),
        AuthResult::Failure { remaining_methods, .. }
            if remaining_methods.contains(&MethodKind::KeyboardInteractive) =>
        {
            by_answers(handle, user, password).await
        }
        AuthResult::Failure { .. } => Ok(false),
    }
}

async fn by_answers(handle: &mut Handle<HostKeyCheck>, user: &str, password: &Secret) -> Result<bool, russh::Error> {
    let mut reply = handle.authenticate_keyboard_interactive_start(user, None).await?;
    for _ in 0..MOST_QUESTIONS {
        match reply {
            Reply::Success => return Ok(true),
            Reply::Failure { .. } => return Ok(false),
            Reply::InfoRequest { prompts, .. } => {
                let answers = prompts.iter().map(|_| password.expose().to_owned()).collect();
                reply = handle.authenticate_keyboard_interactive_respond(answers).await?;
            }
        }
    }
    Ok(matches!(reply, Reply::Success))
}

async fn by_key(handle: &mut Handle<HostKeyCheck>, user: &str, key: PrivateKey) -> Result<bool, russh::Error> {
    let hash = match key.algorithm().is_rsa() {
        // A server that does not tell knows SHA-2 nevertheless: those without it are ten years old.
        true => handle.best_supported_rsa_hash().await?.unwrap_or(Some(HashAlg::Sha256)),
        false => None,
    };
    let outcome = handle.authenticate_publickey(user, PrivateKeyWithHashAlg::new(Arc::new(key), hash)).await?;
    Ok(outcome.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";

    fn read(key: &str, passphrase: Option<&str>) -> Result<(), String> {
        let passphrase = passphrase.map(Secret::new);
        decode(&Secret::new(key), passphrase.as_ref()).map(drop).map_err(|error| error.message)
    }

    #[test]
    fn keys_are_read_however_they_were_copied() {
        assert_eq!(read(PLAIN, None), Ok(()));
        assert_eq!(read(&PLAIN.replace('\n', "\r\n  "), Some("not needed")), Ok(()));
        let unreadable = "The private key cannot be read. Paste the whole file, with its first and last line.";
        for text in ["", "hello", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"] {
            assert_eq!(read(text, None), Err(unreadable.to_owned()), "{text}");
        }
    }
}
