//! Hand-made requests and their signatures.

mod request;
mod sign;

pub use request::RawCall;
