//! Hand-made requests and their signatures.

mod forward;
mod request;
mod sign;

pub use forward::Forward;
pub use request::RawCall;
