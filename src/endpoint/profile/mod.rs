//! Endpoint profiles: `endpoints.yaml` and what it says.

mod limits;
mod load;
mod model;
mod read;

pub use load::{Endpoints, TEMPLATE, UnknownEndpoint};
pub use model::{Address, CredentialsFrom, Pace, Profile, Timeouts, Tls};
