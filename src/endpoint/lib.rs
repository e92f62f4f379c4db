//! Endpoint profiles, credentials, the SDK client, and every request and response as sent and received.
//!
//! Owns `endpoints.yaml`, the one HTTP transport (rate, time and size limits, capture of every attempt), calls
//! of any EC2 action through `aws_sdk_ec2::Client`, hand-made requests, and the doctor's checks. Its results are
//! not redacted: the recorder takes [`Endpoint::secrets`] and removes them from all that is written.

mod body;
mod call;
mod connect;
mod credentials;
mod doctor;
mod error;
mod offline;
mod profile;
mod raw;
mod reach;
mod transport;

pub use call::{ApiCall, CallResult};
pub use connect::Endpoint;
pub use doctor::{CheckStatus, DOCTOR_ACTIONS, DoctorCheck, FactValue, FoundFact, Survey, probe, survey};
pub use error::EndpointError;
pub use offline::SdkReader;
pub use profile::{
    Address, ClientProgram, CredentialSource, Endpoints, Exclusion, FactsError, MAX_AT_ONCE, Profile, RateLimit,
    RunChecks, TEMPLATE, Timeouts, Tls, UnknownEndpoint, WAIT_FACTOR, is_amazon_host, reference, schema, with_facts,
};
pub use raw::{Forward, RawCall};
pub use transport::{Attempts, Relay, ResponsePiece};
