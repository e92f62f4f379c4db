//! Endpoint profiles: `endpoints.yaml`, its schema and its reference page.

mod credentials;
mod edit;
mod keys;
mod limits;
mod load;
mod model;
mod read;
mod reference;
mod schema;

pub use edit::{FactsError, with_facts};
pub use limits::MAX_AT_ONCE;
pub use load::{Endpoints, TEMPLATE, UnknownEndpoint};
pub use model::{
    Address, ClientProgram, CredentialSource, Exclusion, Profile, RateLimit, RunChecks, Timeouts, Tls,
    is_amazon as is_amazon_host,
};
pub use read::WAIT_FACTOR;
pub use reference::reference;
pub use schema::schema;
