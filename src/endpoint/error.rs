//! Why an endpoint cannot be used.

use std::path::PathBuf;

/// Why no client can be made from a profile, or the endpoint cannot be reached.
#[derive(Debug, thiserror::Error)]
pub enum EndpointError {
    /// The SDK resolves no endpoint for the region.
    #[error("{endpoint}: the SDK resolves no EC2 endpoint for region {region}: {reason}; set the endpoint's `url`")]
    NoSuchRegion {
        /// The endpoint's name in `endpoints.yaml`.
        endpoint: String,
        /// The profile's `region`.
        region: String,
        /// The SDK's error message.
        reason: String,
    },
    /// The file that `tls.ca` names holds no usable CA certificate.
    #[error("{}: {reason}; `tls.ca` must name a PEM file with the certificates of the issuing CAs", path.display())]
    Authority {
        /// The file, with the folder of `endpoints.yaml` before it.
        path: PathBuf,
        /// What is wrong with the file.
        reason: String,
    },
    /// The system's trust store is empty.
    #[error("this machine has no trusted CA certificates; install ca-certificates, or set `tls.ca`")]
    NoAuthorities,
    /// The TLS library rejects its configuration.
    #[error("cannot set up TLS: {reason}")]
    Tls {
        /// The TLS library's error message.
        reason: String,
    },
    /// The source that the profile names holds no credentials.
    #[error("{endpoint}: no credentials from {source_name}: {reason}; {remedy}")]
    NoCredentials {
        /// The endpoint's name in `endpoints.yaml`.
        endpoint: String,
        /// The source, as [`CredentialSource`](crate::CredentialSource) is displayed.
        source_name: String,
        /// The error messages of the provider, outermost first.
        reason: String,
        /// What the user can do.
        remedy: &'static str,
    },
    /// No HTTP response comes from the endpoint's address.
    #[error("{endpoint}: {url} cannot be reached: {reason}")]
    Unreachable {
        /// The endpoint's name in `endpoints.yaml`.
        endpoint: String,
        /// The URL that was tried.
        url: String,
        /// The transport's error message.
        reason: String,
    },
}
