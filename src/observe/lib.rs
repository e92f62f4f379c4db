//! Clients that are observed: a proxy on loopback between a client and an endpoint.
//!
//! Owns what a client sees: throwaway keys, the environment that SDKs read, HTTP as servers speak it, refusals. Each request
//! is checked to be signed with the throwaway key, stripped of that signature, and handed to a [`Handler`], which sends it
//! on with the profile's credentials and records it. Nothing here knows scenarios, journals or verdicts.

mod environment;
mod find;
mod http;
mod keys;
mod orphans;
mod pairs;
mod process;
mod proxy;
mod refusal;
mod request;
mod signature;
mod stand_in;
mod watch;

pub use environment::{Home, Surroundings};
pub use find::{FoundClient, find_client};
pub use keys::ThrowawayKeys;
pub use process::{ClientEnd, ClientProcess};
pub use proxy::{Delivery, Handler, Identity, Proxy, Tally};
pub use refusal::Refusal;
pub use request::ClientCall;
