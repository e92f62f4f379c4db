//! Parameters -> ec2Query, the form that EC2's requests have on the wire:
//! <https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html>.

mod error;
mod form;
mod serialise;
mod signature;

pub use error::WireError;
pub use form::{form, form_of};
pub use serialise::serialise;
pub use signature::Signature;
