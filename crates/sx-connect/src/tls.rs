//! TLS to a database, by rustls.

use std::sync::Arc;

use rustls::{
    ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime, pem::PemObject as _},
};

use crate::{ConnectError, ConnectErrorKind};

/// Files are PEM files on Sextant's own machine.
#[derive(Default)]
pub(crate) struct TlsFiles<'a> {
    /// The roots that are trusted; without it those of the system.
    pub root: Option<&'a str>,
    /// What we show of ourselves: certificates and the first one's key.
    pub own: Option<(&'a str, &'a str)>,
}

/// With `checks`, the certificate must have the host's name and lead to a root.
pub(crate) fn client_config(checks: bool, files: &TlsFiles<'_>) -> Result<ClientConfig, ConnectError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(|error| wrong(error.to_string()))?;
    let builder = match checks {
        true => builder.with_root_certificates(roots(files.root)?),
        false => builder.dangerous().with_custom_certificate_verifier(Arc::new(AnyCertificate(provider))),
    };
    let Some((certificates, key)) = files.own else { return Ok(builder.with_no_client_auth()) };
    let unreadable = |path: &str| wrong(format!("The file \"{path}\" cannot be read as PEM."));
    let chain = CertificateDer::pem_file_iter(certificates).and_then(Iterator::collect);
    let chain = chain.map_err(|_| unreadable(certificates))?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(|_| unreadable(key))?;
    builder.with_client_auth_cert(chain, key).map_err(|error| wrong(format!("The client's certificate: {error}.")))
}

fn roots(file: Option<&str>) -> Result<RootCertStore, ConnectError> {
    let mut roots = RootCertStore::empty();
    match file {
        Some(path) => {
            let unreadable = || wrong(format!("The root certificate \"{path}\" cannot be read as PEM."));
            for certificate in CertificateDer::pem_file_iter(path).map_err(|_| unreadable())? {
                roots.add(certificate.map_err(|_| unreadable())?).map_err(|_| unreadable())?;
            }
            if roots.is_empty() {
                return Err(unreadable());
            }
        }
        None => {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    Ok(roots)
}

fn wrong(message: String) -> ConnectError {
    ConnectError::new(ConnectErrorKind::ConnectionMissingParametersError, message)
}

/// The sentence for a handshake that failed: the reference has no type of error for TLS, so the sentence has to say it.
/// `causes` is the chain of reasons.
pub(crate) fn refused_certificate(causes: &str) -> Option<String> {
    causes.contains("certificate").then(|| {
        format!(
            "The server's certificate was refused ({causes}). Name its root certificate, or choose a TLS mode that takes \
             any certificate."
        )
    })
}

/// Some modes encrypt, but do not ask who is on the other side. The signatures are checked all the same.
#[derive(Debug)]
struct AnyCertificate(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
