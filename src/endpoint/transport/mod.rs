//! The one HTTP transport: TLS, rate and size limits, capture of every attempt.

mod attempts;
mod capture;
pub(crate) mod connector;
mod failure;
mod rate_limit;
mod relay;
mod throttling;
mod tls;
mod trace;

pub use attempts::Attempts;
pub(crate) use capture::CapturingConnector;
pub(crate) use failure::describe;
pub(crate) use rate_limit::RequestLimiter;
pub use relay::{Received, Relay};
pub(crate) use throttling::is_throttled;
pub(crate) use trace::{CallTrace, TRACE};
