//! Which TLS certificates are trusted.

use std::path::Path;
use std::sync::Arc;

use aws_smithy_http_client::tls::{TlsContext, TrustStore};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};

use crate::error::EndpointError;

/// Trusts the machine's CA certificates.
///
/// # Errors
/// It has none: every connection would fail with a message that does not name the cause.
pub(crate) fn system() -> Result<TlsContext, EndpointError> {
    if rustls_native_certs::load_native_certs().certs.is_empty() {
        return Err(EndpointError::NoAuthorities);
    }
    Ok(TlsContext::default())
}

/// Trusts no certificate: for plain HTTP.
pub(crate) fn trust_none() -> Result<TlsContext, EndpointError> {
    context(TrustStore::empty())
}

/// Trusts the CA certificates of a PEM file, and no other.
///
/// # Errors
/// The file cannot be read, or holds no CA certificate.
pub(crate) fn authority(path: &Path) -> Result<TlsContext, EndpointError> {
    let problem = |reason: String| EndpointError::Authority { path: path.to_owned(), reason };
    let pem = std::fs::read(path).map_err(|error| problem(error.to_string()))?;
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&pem) {
        let certificate = certificate.map_err(|error| problem(format!("not PEM: {error}")))?;
        roots.add(certificate).map_err(|error| problem(format!("a certificate in it is not usable: {error}")))?;
    }
    if roots.is_empty() {
        return Err(problem("it holds no certificate".into()));
    }
    context(TrustStore::empty().with_pem_certificate(pem))
}

fn context(store: TrustStore) -> Result<TlsContext, EndpointError> {
    TlsContext::builder()
        .with_trust_store(store)
        .build()
        .map_err(|error| EndpointError::Tls { reason: error.to_string() })
}

/// Accepts any certificate.
pub(crate) fn accept_any() -> Result<ClientConfig, EndpointError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = Arc::new(AcceptAnyCertificate(provider.clone()));
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| EndpointError::Tls { reason: error.to_string() })?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    Ok(config)
}

/// Accepts any certificate for any name; the peer must still prove that it holds the private key.
#[derive(Debug)]
struct AcceptAnyCertificate(Arc<CryptoProvider>);

impl ServerCertVerifier for AcceptAnyCertificate {
    fn verify_server_cert(
        &self,
        _certificate: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
