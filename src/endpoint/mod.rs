//! Who is asked: profiles, credentials, the SDK client, and what went over the wire.
//!
//! Owns `endpoints.yaml`, the one HTTP transport (pace, time and size limits, capture of every attempt), calls
//! of any EC2 action through `aws_sdk_ec2::Client`, hand-made requests, and the doctor's probes. What comes
//! out is unredacted: the recorder takes [`Endpoint::secrets`] and removes them from all that is written.

mod attempts;
mod call;
mod capture;
mod connect;
mod credentials;
mod doctor;
mod failure;
mod limits;
mod load;
mod pace;
mod profile;
mod raw;
mod settings;
mod sign;
mod transport;
mod trust;

pub use attempts::Attempts;
pub use call::{Answer, Call};
pub use connect::{Endpoint, EndpointError};
pub use doctor::{Check, CheckStatus, probe};
pub use load::{Endpoints, TEMPLATE, UnknownEndpoint};
pub use profile::{CredentialsFrom, Pace, Place, Profile, Timeouts, Tls};
pub use raw::{RawCall, Signature};
