//! Why an endpoint cannot be used.

use std::error::Error;
use std::fmt;
use std::path::PathBuf;

/// Why no client can be made from a profile, or the endpoint cannot be reached.
#[derive(Debug)]
pub enum EndpointError {
    /// The SDK resolves no endpoint for the region.
    NoSuchRegion {
        /// The endpoint's name in `endpoints.yaml`.
        endpoint: String,
        /// The profile's `region`.
        region: String,
        /// The SDK's error message.
        reason: String,
    },
    /// The file that `tls.ca` names holds no usable CA certificate.
    Authority {
        /// The file, with the folder of `endpoints.yaml` before it.
        path: PathBuf,
        /// What is wrong with the file.
        reason: String,
    },
    /// The system's trust store is empty.
    NoAuthorities,
    /// The TLS library rejects its configuration.
    Tls {
        /// The TLS library's error message.
        reason: String,
    },
    /// The source that the profile names holds no credentials.
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
    Unreachable {
        /// The endpoint's name in `endpoints.yaml`.
        endpoint: String,
        /// The URL that was tried.
        url: String,
        /// The transport's error message.
        reason: String,
    },
}

impl EndpointError {
    /// The name of the endpoint, which precedes the reason where the error is displayed; absent where this machine or a file is
    /// at fault.
    pub fn endpoint(&self) -> Option<&str> {
        match self {
            EndpointError::NoSuchRegion { endpoint, .. }
            | EndpointError::NoCredentials { endpoint, .. }
            | EndpointError::Unreachable { endpoint, .. } => Some(endpoint),
            EndpointError::Authority { .. } | EndpointError::NoAuthorities | EndpointError::Tls { .. } => None,
        }
    }

    /// The error without the endpoint's name.
    pub fn reason(&self) -> String {
        match self {
            EndpointError::NoSuchRegion { region, reason, .. } => {
                format!("the SDK resolves no EC2 endpoint for region {region}: {reason}; set the endpoint's `url`")
            }
            EndpointError::Authority { path, reason } => {
                let remedy = "`tls.ca` must name a PEM file with the certificates of the issuing CAs";
                format!("{}: {reason}; {remedy}", path.display())
            }
            EndpointError::NoAuthorities => {
                "this machine has no trusted CA certificates; install ca-certificates, or set `tls.ca`".to_owned()
            }
            EndpointError::Tls { reason } => format!("cannot set up TLS: {reason}"),
            EndpointError::NoCredentials { source_name, reason, remedy, .. } => {
                format!("no credentials from {source_name}: {reason}; {remedy}")
            }
            EndpointError::Unreachable { url, reason, .. } => format!("{url} cannot be reached: {reason}"),
        }
    }
}

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(endpoint) = self.endpoint() {
            write!(f, "{endpoint}: ")?;
        }
        f.write_str(&self.reason())
    }
}

impl Error for EndpointError {}
