//! Who is asked: profiles, credentials, the SDK client, and what went over the wire.
//!
//! Owns `endpoints.yaml`, the one HTTP transport (pace, time and size limits, capture of every attempt), calls
//! of any EC2 action through `aws_sdk_ec2::Client`, hand-made requests, and the doctor's probes. What comes
//! out is unredacted: the recorder takes [`Endpoint::secrets`] and removes them from all that is written.

mod call;
mod connect;
mod credentials;
mod doctor;
mod profile;
mod raw;
mod transport;

pub use call::{Answer, Call};
pub use connect::{Endpoint, EndpointError};
pub use doctor::{Check, CheckStatus, probe};
pub use profile::{Address, CredentialsFrom, Endpoints, Pace, Profile, TEMPLATE, Timeouts, Tls, UnknownEndpoint};
pub use raw::{RawCall, Signature};
pub use transport::Attempts;
