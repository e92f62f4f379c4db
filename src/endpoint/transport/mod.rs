//! The one HTTP transport: TLS, rate and size limits, capture of every attempt.

mod attempts;
mod buckets;
mod capture;
pub(crate) mod connector;
mod failure;
mod rate_limit;
mod relay;
mod tls;
mod trace;

pub use attempts::Attempts;
pub(crate) use capture::CapturingConnector;
pub(crate) use failure::describe;
pub(crate) use rate_limit::RequestLimiter;
pub use relay::{Relay, ResponsePiece};
pub(crate) use trace::{CallTrace, TRACE};
