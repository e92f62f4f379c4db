//! Signatures of requests: checked against the throwaway keys, and taken off.

mod check;
mod refused;
mod signed;
mod strip;
mod v2;
mod v4;

pub(crate) use check::{check, stated};
pub(crate) use signed::Signed;
pub(crate) use strip::{is_of_signature, without_signature};
