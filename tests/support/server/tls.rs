//! Certificates made for a test.

use std::path::Path;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// A certificate for one name or address, the key to it, and the authority that signed it.
pub struct Identity {
    chain: Vec<CertificateDer<'static>>,
    key: Vec<u8>,
    authority: String,
}

impl Identity {
    /// A good one for this name.
    pub fn of(name: &str) -> Self {
        let mut parameters = CertificateParams::new([]).expect("no names, none wrong");
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority_key = KeyPair::generate().expect("a key");
        let authority = CertifiedIssuer::self_signed(parameters, authority_key).expect("an authority");
        let key = KeyPair::generate().expect("a key");
        let parameters = CertificateParams::new([name.to_owned()]).expect("a name or an address");
        let certificate = parameters.signed_by(&key, &authority).expect("a certificate");
        Identity { chain: vec![certificate.der().clone()], key: key.serialize_der(), authority: authority.pem() }
    }

    /// Writes the authority's certificate, for a client to trust.
    pub fn write_authority(&self, file: &Path) {
        std::fs::write(file, &self.authority).expect("the test's folder can be written");
    }

    /// What the server shows.
    pub fn acceptor(&self) -> TlsAcceptor {
        let key = PrivateKeyDer::try_from(self.key.clone()).expect("rcgen writes PKCS #8");
        let configuration = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(self.chain.clone(), key))
            .expect("a certificate and its key");
        TlsAcceptor::from(Arc::new(configuration))
    }
}
