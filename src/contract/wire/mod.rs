//! Parameters <-> ec2Query, the wire form of EC2's requests:
//! <https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html>.

mod error;
mod form;
mod parse;
mod serialize;
mod signature;

pub use error::WireError;
pub use form::{form, form_of};
pub use parse::parse;
pub use serialize::serialize;
pub use signature::Signature;
