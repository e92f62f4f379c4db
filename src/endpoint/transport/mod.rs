//! The one HTTP transport: TLS, rate and size limits, capture of every attempt.

mod attempts;
mod capture;
pub(crate) mod connector;
mod failure;
mod rate_limit;
mod tls;

pub use attempts::Attempts;
pub(crate) use capture::{CallTrace, CapturingConnector, TRAIL, now_ms, throttled};
pub(crate) use rate_limit::Pacer;
