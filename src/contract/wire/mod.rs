//! Parameters -> ec2Query, the form that EC2's requests have on the wire:
//! <https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html>.

mod error;
mod form;
mod serialise;

pub use error::WireError;
pub use form::form;
pub use serialise::serialise;
